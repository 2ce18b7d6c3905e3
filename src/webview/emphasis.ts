import { type Child, h } from './element.ts';

/** The sentence with the phrases that occur in it set in bold, the longest first where they overlap. */
export function emphasised(sentence: string, phrases: readonly string[]): readonly Child[] {
  const found = phrases
    .filter((phrase) => phrase !== '' && sentence.includes(phrase))
    .sort((a, b) => b.length - a.length);
  if (found.length === 0) return [sentence];
  const pattern = new RegExp(`(${found.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`);
  return sentence.split(pattern).map((part, index) => (index % 2 === 0 ? part : h('b', {}, part)));
}
