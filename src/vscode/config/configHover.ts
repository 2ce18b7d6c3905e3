import { type Disposable, Hover, l10n, languages } from 'vscode';
import { configFieldWords } from '../../core/wording/configFieldWords.ts';
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
          const place = await analysis.ask('place', question, document.uri);
          if (!place) return undefined;
          const words = configFieldWords(place.config, place.path, l10n.t);
          return words === undefined ? undefined : new Hover(words, editorRange(place.range));
        } catch (error) {
          if (error instanceof AnalysisEndedError) return undefined; // logged where it happened
          throw error;
        }
      },
    },
  );
}
