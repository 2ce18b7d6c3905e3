import { english } from '../core/translate.ts';
import type { Child } from './element.ts';

declare global {
  /** Translations by English text; the host sets it before this script runs. Absent: English. */
  var downtierL10n: Readonly<Record<string, string>> | undefined;
}

/** The text in the editor's language, with `{0}`, `{1}`.. filled in. Every text of the page goes through here, written out where it is used. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return english(translation(text), ...values);
}

/** Like `t`, with elements in the holes. */
export function rich(text: string, ...values: readonly Child[]): readonly Child[] {
  return translation(text)
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : values[Number(part)]));
}

const PLACEHOLDER = /\{(\d+)\}/g;

function translation(text: string): string {
  return globalThis.downtierL10n?.[text] ?? text;
}
