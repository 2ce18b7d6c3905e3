import { labelStatements } from './labelStatements.ts';

interface Label {
  /** As declared. */
  readonly spelling: string;
  readonly pattern: RegExp;
}

interface Occurrence {
  readonly label: Label;
  readonly start: number;
  readonly end: number;
}

/** What joins a character to the word beside it: `anti-spam`, `C++`, `A-` and `-1` do not hold the labels `spam`, `C`, `A` and `1`. */
const JOINS = String.raw`\p{L}\p{M}\p{N}#+\-`;
const NO_WORD_BEFORE = String.raw`(?<![${JOINS}]|[\p{L}\p{N}]_+|\p{N}[.,])`;
const NO_WORD_AFTER = String.raw`(?![${JOINS}]|_+[\p{L}\p{N}]|[.,]\p{N})`;
/** Not one of the punctuation, quotes and markup characters that stand around an answer; `-`, `#` and `%` change what is said. */
const SUBSTANCE = String.raw`(?:[#%\-]|[^\p{P}\s\x60~^|<>=])`;
const UNWRAPPED = new RegExp(String.raw`${SUBSTANCE}(?:[\s\S]*${SUBSTANCE})?`, 'u');
const NEGATION =
  /(?:(?<![\p{L}\p{N}])(?:not|no|never|non|neither|nor|without)|n['’]t)(?:\s+(?:an?|the))?\s+["'“‘*_`([]*$/iu;
const NEGATION_REACH = 20;

/** A closed set of answers and how to find one of them in what a model wrote. Labels that differ only in case or in space, `_` and `-` are one. */
export class LabelSet {
  /** As declared, blank ones and repetitions left out. */
  readonly labels: readonly string[];
  readonly #byPlainText: ReadonlyMap<string, Label>;

  constructor(labels: readonly string[]) {
    const byPlainText = new Map<string, Label>();
    for (const label of labels) {
      const key = plain(label);
      if (key !== '' && !byPlainText.has(key)) byPlainText.set(key, createLabel(label));
    }
    this.#byPlainText = byPlainText;
    this.labels = [...byPlainText.values()].map(({ spelling }) => spelling);
  }

  /**
   * The one label that a text names, as declared; undefined when it names none or several. Case, punctuation, quotes and emphasis around it do not
   * count. Where the text states its label (`Label: x`, `{"label": "x"}`), the rest of it is explanation and not looked at; otherwise the label may stand
   * anywhere as whole words, the longest where one contains another. A label of one character has to stand in its own case unless it is all there is
   * (`a` is a word). A negating English word right before a label (`not spam`) leaves the text without one; other negation is not understood:
   * `far from positive` names `positive`. In scripts without spaces between words only a label standing by itself is found.
   */
  read(text: string): string | undefined {
    const composed = withPlainHyphens(text);
    const stated = new Set(labelStatements(composed).flatMap((statement) => [...this.#named(statement)]));
    const named = stated.size > 0 ? stated : this.#named(composed);
    return named.size === 1 ? [...named][0]?.spelling : undefined;
  }

  /** undefined in the result stands for a negated label. */
  #named(text: string): ReadonlySet<Label | undefined> {
    const whole = this.#byPlainText.get(plain(text));
    if (whole) return new Set([whole]);
    const found = this.#occurrences(text);
    if (found.length > 0) return new Set(found.map(({ label, start }) => (isNegated(text, start) ? undefined : label)));
    const unwrapped = this.#byPlainText.get(plain(withoutWrapping(text)));
    return new Set(unwrapped ? [unwrapped] : []);
  }

  #occurrences(text: string): readonly Occurrence[] {
    const all = [...this.#byPlainText.values()].flatMap((label) =>
      [...text.matchAll(label.pattern)].map((match) => ({
        label,
        start: match.index,
        end: match.index + match[0].length,
      })),
    );
    return all.filter(
      (inner) =>
        !all.some(
          (outer) =>
            outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start,
        ),
    );
  }
}

/** For comparing texts that name no label: without case and what is wrapped around them. */
export function withoutFrame(text: string): string {
  return plain(withoutWrapping(withPlainHyphens(text))) || plain(text);
}

function createLabel(label: string): Label {
  const source = withPlainHyphens(label)
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, String.raw`[\s_\-]+`);
  const pattern = `${NO_WORD_BEFORE}${source}${NO_WORD_AFTER}`;
  return { spelling: label.trim(), pattern: new RegExp(pattern, label.trim().length === 1 ? 'gu' : 'giu') };
}

function plain(text: string): string {
  return withPlainHyphens(text)
    .trim()
    .toLowerCase()
    .replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, ' ');
}

/** Composed (NFC), with one sign for hyphen and minus. */
function withPlainHyphens(text: string): string {
  return text.normalize('NFC').replace(/[\u2010\u2011\u2212\ufe63\uff0d]/g, '-');
}

function withoutWrapping(text: string): string {
  return UNWRAPPED.exec(text)?.[0] ?? '';
}

function isNegated(text: string, start: number): boolean {
  return NEGATION.test(text.slice(Math.max(0, start - NEGATION_REACH), start));
}
