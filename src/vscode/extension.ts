import { type ExtensionContext, window } from 'vscode';

/** Registers what the extension offers. So far that is its log; the commands come with the panel. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(window.createOutputChannel('Downtier', { log: true }));
}
