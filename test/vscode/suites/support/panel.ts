import { dirname } from 'node:path';
import { commands, Uri, type Webview, type WebviewPanel, window } from 'vscode';
import { commandId, PANEL_VIEW_TYPE } from '../../../../src/vscode/ids.ts';
import type { Intent, PanelState, ToPage } from '../../../../src/webview/protocol.ts';
import { user } from './user.ts';

/** The panel as its page sees it: the state it is sent, and what it sends back. The real page is there too. */
class Panel {
  state: PanelState | undefined;
  readonly failures: string[] = [];
  page: WebviewPanel | undefined;
  readonly #watching = new Set<(state: PanelState) => void>();
  listener: ((intent: Intent) => unknown) | undefined;

  /** Opens it for a prompt and waits until its setup with the dataset beside it has been worked out. */
  async open(promptFile: string): Promise<PanelState> {
    await this.show(promptFile);
    return this.settled(promptFile);
  }

  async show(promptFile: string): Promise<void> {
    await commands.executeCommand(commandId('profilePrompt'), Uri.file(promptFile));
    // As a page that is loaded anew: the files are looked for again, since the file watcher may not have seen the newest yet.
    this.send({ type: 'ready' });
  }

  settled(promptFile: string): Promise<PanelState> {
    return this.until(
      `the setup of ${promptFile}`,
      ({ setup: { prompt, data, busy, estimate } }) =>
        prompt?.path === promptFile &&
        data !== undefined &&
        data.path !== promptFile &&
        dirname(data.path) === dirname(promptFile) &&
        !busy &&
        estimate !== undefined,
    );
  }

  send(intent: Intent): void {
    if (!this.listener) throw new Error('The panel is not open.');
    void this.listener(intent);
  }

  /** Sees every state, however short it lasts. */
  until(what: string, is: (state: PanelState) => boolean, waitMs = 20_000): Promise<PanelState> {
    if (this.state && is(this.state)) return Promise.resolve(this.state);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#watching.delete(look);
      };
      const look = (state: PanelState): void => {
        if (!is(state)) return;
        end();
        resolve(state);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`It did not come about in ${waitMs} ms: ${what}. ${this.#summary}`));
      }, waitMs);
      this.#watching.add(look);
    });
  }

  take(state: PanelState): void {
    this.state = state;
    for (const look of this.#watching) look(state);
  }

  get #summary(): string {
    const { prompt, data, problems, busy, resumable } = this.state?.setup ?? {};
    const setup = { prompt, data, problems, busy, resumable };
    const shown = { setup, failures: this.failures, visible: this.page?.visible, profile: this.state?.profile };
    return `${JSON.stringify(shown).slice(0, 3000)}; told: ${JSON.stringify(user.told)}; asked: ${user.asked.join()}`;
  }

  phase(phase: PanelState['profile']['phase'], waitMs?: number): Promise<PanelState> {
    return this.until(`phase ${phase}`, ({ profile }) => profile.phase === phase, waitMs);
  }
}

export const panel = new Panel();

const create = window.createWebviewPanel.bind(window);
Object.assign(window, {
  createWebviewPanel: (...given: Parameters<typeof create>) => {
    const real = create(...given);
    if (given[0] !== PANEL_VIEW_TYPE) return real;
    panel.page = real;
    const webview = watched(real.webview);
    return through(real, { webview });
  },
});

function watched(webview: Webview): Webview {
  return through(webview, {
    postMessage: (message: ToPage) => {
      if (message.type === 'state') panel.take(message.state);
      else panel.failures.push(message.message);
      return webview.postMessage(message);
    },
    onDidReceiveMessage: (listener: (intent: Intent) => unknown) => {
      panel.listener = listener;
      return webview.onDidReceiveMessage(listener);
    },
  });
}

/** The same object with some members replaced. */
function through<T extends object>(target: T, replaced: object): T {
  return new Proxy(target, {
    get(_, key) {
      if (key in replaced) return Reflect.get(replaced, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (_, key, value) => Reflect.set(target, key, value, target),
  });
}
