import { type Child, h } from './element.ts';

/** The sentence with these names, and with what is gained, set in bold wherever they occur; where names overlap, the longest. */
export function emphasised(sentence: string, names: readonly string[], gain: string | undefined): readonly Child[] {
  const phrases = [...names, gain ?? ''].filter((phrase) => phrase !== '').sort((a, b) => b.length - a.length);
  if (phrases.length === 0) return [sentence];
  const pattern = new RegExp(`(${phrases.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`);
  return sentence
    .split(pattern)
    .map((part, index) => (index % 2 === 0 ? part : h('b', { class: part === gain ? 'ok' : undefined }, part)));
}
