// The panel's page by itself, in every state, theme and width: see test/webview/browser. It draws the states that the unit tests read, which are TypeScript.
import { tsImport } from 'tsx/esm/api';

await tsImport('../../webview/browser/panel.check.mjs', import.meta.url);
