import { l10n } from 'vscode';
import { usd } from '../../core/amounts.ts';
import type { Failure } from '../../engine/worker/failure.ts';

/** What can be done about a failure, as a button. */
export type Remedy = 'setKey' | 'openSettings' | 'setPrice' | 'resume' | 'showLog';

export interface FailureWords {
  readonly message: string;
  readonly remedies: readonly Remedy[];
  /** Whose key is missing, or whose price. */
  readonly subject: string | undefined;
}

/** The engine's own sentences, save those that name flags of the command line: they are said anew in the editor's terms. */
export function failureWords({ name, message, blame, facts }: Failure): FailureWords {
  const text = (fact: string): string => String(facts[fact] ?? '');
  const words = (said: string, remedies: readonly Remedy[], subject?: string): FailureWords => ({
    message: said,
    remedies,
    subject,
  });
  switch (name) {
    case 'MissingKeyError':
      return words(
        l10n.t(
          'There is no API key for {0}. Set it with "Downtier: Set API key" or in the environment variable {1}.',
          text('account'),
          text('variable'),
        ),
        ['setKey'],
        text('account'),
      );
    case 'UnknownPriceError':
      return words(
        l10n.t(
          'The price of {0} is not known, and it is needed for every item. Set its price to profile with it.',
          text('model'),
        ),
        ['setPrice'],
        text('model'),
      );
    case 'CapTooSmallError':
    case 'SpendingCapError':
      return words(
        l10n.t(
          'The spending cap of {0} is too small: the next calls may cost up to {1}. Raise the cap to go on.',
          usd(Number(facts['capUSD'])),
          usd(Number(facts['neededUSD'])),
        ),
        blame === 'failure' ? ['resume'] : [],
      );
    case 'EndpointError':
      return words(
        `${message} ${l10n.t('Or set it under "downtier.baseUrls" in the settings.')}`,
        ['openSettings'],
        'baseUrls',
      );
    case 'PriceOverrideError':
      return words(`${l10n.t('The setting "downtier.prices" cannot be used.')} ${message}`, ['openSettings'], 'prices');
    case 'ConfigPathError':
      return words(
        l10n.t('The routing config cannot be written to {0}. Make its folder writable, then try again.', text('file')),
        ['showLog'],
      );
    case 'NoDatasetError':
      return words(l10n.t('There is no dataset: choose one in the panel.'), []);
    case 'CallError':
      return words(
        message,
        facts['reason'] === 'key' ? ['setKey', 'resume', 'showLog'] : ['resume', 'showLog'],
        accountOf(text('model')),
      );
  }
  return words(message, blame === 'input' ? ['showLog'] : ['resume', 'showLog']);
}

function accountOf(model: string): string | undefined {
  return /^(?:compatible:)?([^/:]+)/.exec(model)?.[1];
}
