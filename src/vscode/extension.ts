import { type ExtensionContext, l10n, window } from 'vscode';
import { registerFeatures } from './registerFeatures.ts';
import { createServices } from './services/createServices.ts';

/** Builds what the features share, registers them, and says so if that fails. */
export function activate(context: ExtensionContext): void {
  const services = createServices(context);
  context.subscriptions.push(services);
  try {
    context.subscriptions.push(...registerFeatures(services));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    services.log.error(error instanceof Error ? error : why);
    const showLog = l10n.t('Show log');
    window.showErrorMessage(l10n.t('Downtier could not start: {0}', why), showLog).then((chosen) => {
      if (chosen === showLog) services.log.show();
    });
  }
}
