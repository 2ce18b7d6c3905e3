import { droppedUris } from './droppedUris.ts';
import { type DetailsName, firstView, type View } from './page.ts';
import { panelView } from './panelView.ts';
import { patch } from './patch.ts';
import type { Intent, PanelState, ToPage } from './protocol.ts';
import { t } from './translate.ts';

/** What VS Code hands to a webview. */
declare function acquireVsCodeApi(): {
  postMessage(message: Intent): void;
  getState(): Remembered | undefined;
  setState(state: Remembered): void;
};

/** How the page was being looked at; kept when the panel is hidden or the window reloaded. */
interface Remembered {
  readonly open: View['open'];
  readonly scrollY: number;
}

const vscode = acquireVsCodeApi();
const root = document.body.appendChild(document.createElement('div'));
let state: PanelState | undefined;
let view: View = { ...firstView, open: vscode.getState()?.open ?? {} };
let drawing = false;
let drawAgain = false;
let scrollY = vscode.getState()?.scrollY ?? 0;

function send(intent: Intent): void {
  if (view.failure !== undefined) show({ failure: undefined });
  vscode.postMessage(intent);
}

function show(change: Partial<View>): void {
  view = { ...view, ...change };
  if (change.open) remember();
  draw();
}

/** Taking the focused field away makes it lose the focus, which asks for another drawing in the midst of this one. */
function draw(): void {
  drawAgain = true;
  if (drawing) return;
  drawing = true;
  try {
    while (state && drawAgain) {
      drawAgain = false;
      patch(root, panelView({ state, view, send, show }));
    }
  } finally {
    drawing = false;
  }
}

function remember(): void {
  const open: Partial<Record<DetailsName, boolean>> = view.open;
  vscode.setState({ open, scrollY });
}

/** The host's state is drawn at once. Another phase begins at its top, with the focus where the reading begins if it would be lost. */
function take(next: PanelState): void {
  const first = state === undefined;
  const turned = !first && state?.profile.phase !== next.profile.phase;
  const focused = document.activeElement;
  state = next;
  if (turned) view = { ...firstView, open: view.open };
  draw();
  if (first) window.scrollTo(0, scrollY);
  if (!turned) return;
  window.scrollTo(0, 0);
  if (focused !== document.body && !focused?.isConnected) root.querySelector('h1')?.focus();
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'state') take(data.state);
  else show({ failure: data.message, ...(data.intent === 'cancel' ? { cancelling: false } : {}) });
});

window.addEventListener('scroll', () => {
  scrollY = window.scrollY;
  remember();
});

window.addEventListener('dragover', (event) => {
  if (state?.profile.phase !== 'none') return;
  event.preventDefault();
  if (!view.dropping) show({ dropping: true });
});

window.addEventListener('dragleave', (event) => {
  // Leaving one element for another inside the page names the other.
  if (event.relatedTarget === null && view.dropping) show({ dropping: false });
});

window.addEventListener('drop', (event) => {
  if (state?.profile.phase !== 'none') return;
  event.preventDefault();
  const uris = event.dataTransfer ? droppedUris(event.dataTransfer) : [];
  show({
    dropping: false,
    failure:
      uris.length === 0
        ? t('What was dropped has no address in this workspace. Drag it from the Explorer, or browse.')
        : undefined,
  });
  for (const uri of uris) vscode.postMessage({ type: 'dropFile', uri });
});

vscode.postMessage({ type: 'ready' });
