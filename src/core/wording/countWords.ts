import type { Translate } from '../translate.ts';

/** `1 item`, `1,842 items` */
export function itemCount(count: number, t: Translate): string {
  return count === 1 ? t('1 item') : t('{0} items', whole(count));
}

export function answerCount(count: number, t: Translate): string {
  return count === 1 ? t('1 answer') : t('{0} answers', whole(count));
}

export function deviationCount(count: number, t: Translate): string {
  return count === 1 ? t('1 deviation') : t('{0} deviations', whole(count));
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
