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
    await this.page.keyboard.press('Control+P');
    await this.#quickInput.fill(name);
    await this.#quickRow(name.split('/').at(-1)).click();
    await this.page
      .locator('.tab.active', { hasText: name.split('/').at(-1) })
      .first()
      .waitFor();
  }

  /** A command of the palette, by its whole title. */
  async run(title) {
    await this.#openPalette();
    await this.#quickInput.fill(`>${title}`);
    await this.#quickRow(title).click();
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

  /** A key that is pressed while the focus is on its way into or out of the panel gets lost. */
  async #openPalette() {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press('F1');
      const shown = this.#quickInput.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (await shown) return;
    }
    throw new Error('The command palette does not open.');
  }

  get #quickInput() {
    return this.page.locator('.quick-input-widget input').first();
  }

  #quickRow(text) {
    return this.page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
  }
}
