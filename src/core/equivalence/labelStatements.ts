import { readJson } from './readJson.ts';

/** Words by which models announce their label, as a prefix or as a JSON key. */
const ANNOUNCING = [
  'label',
  'answer',
  'category',
  'class',
  'classification',
  'prediction',
  'verdict',
  'result',
  'output',
  'sentiment',
  'intent',
  'topic',
];
const LINE = new RegExp(
  String.raw`^[^\p{L}\p{N}\n]*(?:(?:the|my|final|predicted|correct|best)\s+)*(?:${ANNOUNCING.join('|')})(?![\p{L}\p{N}_])[^\p{L}\p{N}\n:=：]*[:=：]\s*(.*)$`,
  'gimu',
);

/**
 * The parts of a text that say "this is my label": values of a JSON object's announcing keys, or else what follows `Label:`, `**Final answer**:` and
 * the like at the start of a line (on the next line when that line ends there). Empty when the text states nothing in such a way.
 */
export function labelStatements(text: string): readonly string[] {
  const document = text.includes('{') ? readJson(text) : undefined;
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    const values = Object.entries(document).filter(([key]) => ANNOUNCING.includes(key.toLowerCase()));
    return values.flatMap(([, value]) => (typeof value === 'object' ? [] : [String(value)]));
  }
  return [...text.matchAll(LINE)].flatMap((match) => match[1] ?? []);
}
