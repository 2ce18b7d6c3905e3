import { Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { SetupSurvey } from '../../engine/worker/setupSurvey.ts';
import type { Intent, ToPage } from '../../webview/protocol.ts';
import { PANEL_VIEW_TYPE } from '../ids.ts';
import type { LaunchDeps } from '../profiles/launch.ts';
import { failureMessage } from '../profiles/showFailure.ts';
import { carryOut } from './intents.ts';
import { panelHtml } from './panelHtml.ts';
import type { SetupChoices } from './panelMemory.ts';
import { PanelSession } from './panelSession.ts';

export interface PanelControl extends Disposable {
  /** Shows the panel; with a prompt, for that one. */
  open(promptFile?: string): Promise<void>;
  /** Whether the user sees this prompt's panel right now. */
  isShowing(promptFile: string): boolean;
  /** Makes choices for a prompt, as if they had been made in the panel. */
  preset(promptFile: string, choices: SetupChoices): Promise<void>;
  /** What can be said about a prompt's setup without opening the panel. */
  surveyOf(promptFile: string): Promise<SetupSurvey>;
}

/** The panel: at most one a window, made on demand or brought back by VS Code after a restart. */
export function registerPanel(deps: LaunchDeps): PanelControl {
  let shown: ShownPanel | undefined;
  const session = new PanelSession(deps);
  const show = (panel: WebviewPanel): void => {
    shown?.dispose();
    const mine = showPanel(panel, session, deps);
    shown = mine;
    panel.onDidDispose(() => {
      mine.dispose();
      if (shown === mine) shown = undefined;
    });
  };
  const restoring = window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
    // The host owns all state and remembers it with the workspace: what the page kept is only how it was looked at.
    deserializeWebviewPanel: async (panel) => show(panel),
  });
  return {
    async open(promptFile) {
      if (promptFile !== undefined) await session.choosePrompt(promptFile);
      if (shown) shown.reveal();
      else show(window.createWebviewPanel(PANEL_VIEW_TYPE, l10n.t('Profile prompt'), ViewColumn.Beside));
    },
    isShowing: (promptFile) => shown?.isVisible() === true && session.promptFile === promptFile,
    preset: (promptFile, choices) => session.preset(promptFile, choices),
    surveyOf: (promptFile) => session.surveyOf(promptFile),
    dispose() {
      restoring.dispose();
      shown?.dispose();
      session.dispose();
    },
  };
}

interface ShownPanel extends Disposable {
  reveal(): void;
  isVisible(): boolean;
}

function showPanel(panel: WebviewPanel, session: PanelSession, deps: LaunchDeps): ShownPanel {
  const { webview } = panel;
  const { extensionUri, log } = deps.services;
  const post = (message: ToPage): void => void webview.postMessage(message);
  const draw = (): void => {
    if (panel.visible) post({ type: 'state', state: session.state });
  };
  webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist')] };
  const own = Disposable.from(
    session.onDidChange(draw),
    panel.onDidChangeViewState(draw),
    webview.onDidReceiveMessage((intent: Intent) =>
      carryOut(intent, session, deps).catch((error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
        post({ type: 'failed', intent: intent.type, message: failureMessage(error) });
      }),
    ),
    workspace.onDidGrantWorkspaceTrust(draw),
  );
  panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
  webview.html = panelHtml(webview, extensionUri);
  return {
    reveal: () => panel.reveal(),
    isVisible: () => panel.visible,
    dispose() {
      own.dispose();
    },
  };
}
