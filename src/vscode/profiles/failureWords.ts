import { l10n } from 'vscode';
import { usd } from '../../core/amounts.ts';
import type { Failure } from '../../engine/worker/failure.ts';

/** What can be done about a failure, as a button. */
export type Remedy = 'setKey' | 'openSettings' | 'setPrice' | 'resume' | 'showLog';

export interface FailureWords {
  readonly message: string;
  readonly remedies: readonly Remedy[];
  /** Whose key or price is missing, or the setting to look at. */
  readonly subject?: string | undefined;
}

/** The engine's own sentences, save those that name flags of the command line: they are said anew in the editor's terms. */
export function failureWords(failure: Failure): FailureWords {
  const { name, message, blame } = failure;
  const remedies: readonly Remedy[] = blame === 'input' ? ['showLog'] : ['resume', 'showLog'];
  return wordsByName[name]?.(failure) ?? { message, remedies };
}

const wordsByName: Readonly<Record<string, (failure: Failure) => FailureWords>> = {
  MissingKeyError: (failure) => ({
    message: l10n.t(
      'There is no API key for {0}. Set it with "Downtier: Set API key" or in the environment variable {1}.',
      fact(failure, 'account'),
      fact(failure, 'variable'),
    ),
    remedies: ['setKey'],
    subject: fact(failure, 'account'),
  }),
  CallError: (failure) => ({
    message: failure.message,
    remedies: fact(failure, 'reason') === 'key' ? ['setKey', 'resume', 'showLog'] : ['resume', 'showLog'],
    subject: fact(failure, 'model'),
  }),
  UnknownPriceError: (failure) => ({
    message: l10n.t(
      'The price of {0} is not known, and it is needed for every item. Set its price to profile with it.',
      fact(failure, 'model'),
    ),
    remedies: ['setPrice'],
    subject: fact(failure, 'model'),
  }),
  CapTooSmallError: (failure) => ({ message: capWords(failure), remedies: [] }),
  SpendingCapError: (failure) => ({ message: capWords(failure), remedies: ['resume'] }),
  EndpointError: ({ message }) => ({
    message: `${message} ${l10n.t('Or set it under "downtier.baseUrls" in the settings.')}`,
    remedies: ['openSettings'],
    subject: 'baseUrls',
  }),
  PriceOverrideError: ({ message }) => ({
    message: `${l10n.t('The setting "downtier.prices" cannot be used.')} ${message}`,
    remedies: ['openSettings'],
    subject: 'prices',
  }),
  ConfigPathError: (failure) => ({
    message: l10n.t(
      'The routing config cannot be written to {0}. Make its folder writable, then try again.',
      fact(failure, 'file'),
    ),
    remedies: ['showLog'],
  }),
  JournalWriteError: (failure) => ({
    message: l10n.t(
      'The journal {0} cannot be written, so profiling stopped rather than pay for answers it would lose. Make room, then resume: nothing paid for is paid again.',
      fact(failure, 'file'),
    ),
    remedies: ['resume', 'showLog'],
  }),
  NoDatasetError: () => ({ message: l10n.t('There is no dataset: choose one in the panel.'), remedies: [] }),
};

function capWords(failure: Failure): string {
  return l10n.t(
    'The spending cap of {0} is too small: the next calls may cost up to {1}. Raise the cap to go on.',
    usd(Number(failure.facts['capUSD'])),
    usd(Number(failure.facts['neededUSD'])),
  );
}

function fact({ facts }: Failure, name: string): string {
  return String(facts[name] ?? '');
}
