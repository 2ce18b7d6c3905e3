import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, workbenchUrl } from '../driver/browser.mjs';
import { startServer } from '../driver/server.mjs';

const WAIT_MS = 30_000;

/** VS Code's workbench with the packaged extension installed, as a person sees it. */
export class Workbench {
  #window;
  #server;
  #root;
  #folder;
  /** One of several of the same editor. */
  #page;

  /** @param stage `{host, installed}` @param options `{root, folder, settings, trust}` */
  static async open({ host, installed }, { root, folder, ...options }) {
    cpSync(installed, join(root, 'ext'), { recursive: true });
    const workbench = new Workbench();
    workbench.#root = root;
    workbench.#folder = folder;
    workbench.#server = await startServer(host, { root, ...options });
    workbench.#window = await openBrowser(host);
    await workbench.#show(workbench.#window.page);
    return workbench;
  }

  /** Another window of the same editor on the same folder; `close` of the first one closes it too. */
  async openWindow() {
    const other = new Workbench();
    other.#root = this.#root;
    other.#folder = this.#folder;
    other.#server = this.#server;
    other.#window = this.#window;
    await other.#show(await this.#window.context.newPage());
    return other;
  }

  /** Before this window is used after another one: only the window in front is drawn. */
  async comeToFront() {
    await this.page.bringToFront();
  }

  async #show(page) {
    this.#page = page;
    page.setDefaultTimeout(WAIT_MS);
    await this.load();
  }

  get page() {
    return this.#page;
  }

  /** Process group of the server: its extension hosts are among its descendants. */
  get serverPid() {
    return this.#server.child.pid;
  }

  /** The panel's own document. */
  get panel() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** What the page asked of other machines. */
  get blocked() {
    return this.#window.blocked;
  }

  /** Loads the page, or loads it again, perhaps with another folder or without one. */
  async load({ folder } = { folder: this.#folder }) {
    await this.page.goto(workbenchUrl(this.#server, { folder }));
    await this.page.locator('.monaco-workbench').waitFor();
  }

  async openFile(name) {
    const label = name.split('/').at(-1);
    await this.#ask('Control+P', name, label);
    await this.page.locator('.tab.active', { hasText: label }).first().waitFor();
  }

  /** A command of the palette, by its whole title. */
  async run(title) {
    await this.#ask('F1', `>${title}`, title);
  }

  /** A command that asks with a list, and a row of that list; the list can be closed in the same way as the palette, see `#ask`. */
  async runAndChoose(title, label) {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.run(title);
      const taken = this.#quickRow(label)
        .click({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
      if (await taken) return;
    }
    throw new Error(`There is no ${label} in what ${title} asks.`);
  }

  async choose(label) {
    await this.#quickRow(label).click();
  }

  async type(text) {
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  lens(text) {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  toast(text) {
    return this.page.locator('.notification-toast', { hasText: text }).first();
  }

  get dialog() {
    return this.page.locator('.monaco-dialog-box');
  }

  statusBar(text) {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Changes settings of the user; VS Code takes them over by itself. */
  configure(change) {
    const file = join(this.#root, 'user/User/settings.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
  }

  /** Drags a file of the Explorer into the panel. Without Shift held VS Code keeps drops from its webviews. */
  async dropIntoPanel(name) {
    const { mouse, keyboard } = this.page;
    for (let attempt = 0; attempt < 5; attempt++) {
      const isOver = await this.#dragOverPanel(name);
      await mouse.up();
      await keyboard.up('Shift');
      if (isOver) return;
    }
    throw new Error(`${name} cannot be dragged over the panel.`);
  }

  async clearToasts() {
    await this.run('Notifications: Clear All Notifications');
  }

  async shoot(file) {
    await this.page.screenshot({ path: file });
  }

  async close() {
    await this.#window.browser.close();
    await this.#server.stop();
  }

  /**
   * Opens a list with a key, types into it, and takes a row. The panel takes the focus when its page comes to life: a key that is pressed in that moment gets
   * lost, and a list that is open then is closed. A person would press the key once more, and so do we.
   */
  async #ask(key, text, label) {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press(key);
      const taken = this.#quickInput
        .fill(text, { timeout: 3000 })
        .then(() => this.#quickRow(label).click({ timeout: 5000 }))
        .then(
          () => true,
          () => false,
        );
      if (await taken) return;
    }
    throw new Error(`There is no way to ${text}.`);
  }

  /** The Explorer draws its rows anew when Git has looked at them: a row that is taken hold of in that moment does not follow. */
  async #dragOverPanel(name) {
    const { mouse, keyboard } = this.page;
    const file = await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).boundingBox();
    const panel = await this.page.locator('iframe.webview.ready').boundingBox();
    await mouse.move(file.x + file.width / 2, file.y + file.height / 2);
    await mouse.down();
    await keyboard.down('Shift');
    await mouse.move(panel.x + panel.width / 2, panel.y + panel.height / 2, { steps: 20 });
    const isOver = this.panel.locator('main.dropping').waitFor({ timeout: 3000 });
    return await isOver.then(
      () => true,
      () => false,
    );
  }

  get #quickInput() {
    return this.page.locator('.quick-input-widget input').first();
  }

  #quickRow(text) {
    return this.page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
  }
}
