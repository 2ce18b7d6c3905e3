/**
 * The text in the language of whoever asks, with `{0}`, `{1}`.. filled in: `l10n.t` on the editor's side, `t` on the panel's page, `english` on the
 * command line. Whoever takes one names it `t` and writes its texts out where it calls it, since that is how they are found for translation.
 */
export type Translate = (text: string, ...values: (string | number)[]) => string;

/** As it is written. A hole without a value stays. */
export const english: Translate = (text, ...values) =>
  text.replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
