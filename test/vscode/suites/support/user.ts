import { type QuickPickItem, window } from 'vscode';
import { until } from './until.ts';

/** A message that was shown. */
export interface Told {
  readonly kind: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly detail: string | undefined;
  readonly modal: boolean;
  readonly buttons: readonly string[];
}

/**
 * The person at the editor: sees every message, and answers questions as it was told to beforehand. Modal messages are refused by VS Code itself
 * while suites run, so these functions of `window` are replaced; the runs through the user interface see the real ones.
 */
class User {
  #told: Told[] = [];
  #presses: string[] = [];
  #typed: string[] = [];
  #picks: (readonly string[])[] = [];
  #asked: string[] = [];

  /** Forgets everything. */
  reset(): void {
    this.#told = [];
    this.#presses = [];
    this.#typed = [];
    this.#picks = [];
    this.#asked = [];
  }

  get told(): readonly Told[] {
    return this.#told;
  }

  /** Titles of the questions that were asked. */
  get asked(): readonly string[] {
    return this.#asked;
  }

  /** Will press this button of the next message that has it. */
  press(button: string): void {
    this.#presses.push(button);
  }

  /** Will type this into the next input box; what is not accepted there counts as dismissed. */
  type(text: string): void {
    this.#typed.push(text);
  }

  /** Will choose the items with these labels in the next list. */
  pick(...labels: readonly string[]): void {
    this.#picks.push(labels);
  }

  async hears(pattern: RegExp, waitMs?: number): Promise<Told> {
    try {
      return await until(`a message like ${pattern}`, () => this.#told.find(({ text }) => pattern.test(text)), waitMs);
    } catch (error) {
      throw new Error(`${String(error)}; told: ${JSON.stringify(this.#told.map(({ text }) => text))}`);
    }
  }

  answer(told: Told): string | undefined {
    this.#told.push(told);
    const index = this.#presses.findIndex((button) => told.buttons.includes(button));
    return index < 0 ? undefined : this.#presses.splice(index, 1)[0];
  }

  async answerInput(options: InputOptions | undefined): Promise<string | undefined> {
    this.#asked.push(options?.title ?? options?.prompt ?? '');
    const text = this.#typed.shift();
    if (text === undefined) return undefined;
    const refused = await options?.validateInput?.(text);
    if (!refused) return text;
    this.#told.push({ kind: 'error', text: refused, detail: undefined, modal: false, buttons: [] });
    return undefined;
  }

  async answerList(given: unknown, options: { readonly title?: string; readonly canPickMany?: boolean } | undefined) {
    this.#asked.push(options?.title ?? '');
    const items = (await given) as readonly (string | QuickPickItem)[];
    const labels = this.#picks.shift();
    if (labels === undefined) return undefined;
    const picked = items.filter((item) => labels.includes(typeof item === 'string' ? item : item.label));
    return options?.canPickMany ? picked : picked[0];
  }
}

interface InputOptions {
  readonly title?: string;
  readonly prompt?: string;
  validateInput?(text: string): string | undefined | Promise<string | undefined>;
}

export const user = new User();

function listener(kind: Told['kind']) {
  return (text: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const [first] = rest;
    const options = isOptions(first) ? first : undefined;
    const buttons = rest
      .slice(options ? 1 : 0)
      .map((item) => (typeof item === 'string' ? item : String((item as { title: string }).title)));
    const told = { kind, text, detail: options?.detail, modal: options?.modal === true, buttons };
    return Promise.resolve(user.answer(told));
  };
}

function isOptions(value: unknown): value is { readonly modal?: boolean; readonly detail?: string } {
  return typeof value === 'object' && value !== null && !('title' in value);
}

Object.assign(window, {
  showInformationMessage: listener('information'),
  showWarningMessage: listener('warning'),
  showErrorMessage: listener('error'),
  showInputBox: (options: InputOptions) => user.answerInput(options),
  showQuickPick: (items: unknown, options: object) => user.answerList(items, options),
});
