import { type Disposable, Hover, languages } from 'vscode';
import { type Analysis, AnalysisEndedError } from '../analysis/analysisThread.ts';
import { editorRange } from './ranges.ts';

/** Says what the numbers of a config mean; what each field is for comes from the JSON Schema. */
export function explainConfigOnHover(analysis: Analysis): Disposable {
  return languages.registerHoverProvider(
    { scheme: 'file', pattern: '**/*.cascade.json' },
    {
      async provideHover(document, position) {
        const question = { file: document.fileName, text: document.getText(), offset: document.offsetAt(position) };
        try {
          const explanation = await analysis.ask('explain', question, document.uri);
          return explanation && new Hover(explanation.text, editorRange(explanation.range));
        } catch (error) {
          if (error instanceof AnalysisEndedError) return undefined; // logged where it happened
          throw error;
        }
      },
    },
  );
}
