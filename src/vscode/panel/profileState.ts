import { basename } from 'node:path';
import type { ProfileState } from '../../webview/protocol.ts';
import { failureWords } from '../profiles/failureWords.ts';
import type { ProfileStanding } from '../profiles/profiles.ts';

/** @param resumable an earlier run of this prompt can be gone on with */
export function profileState(standing: ProfileStanding, promptFile: string, resumable: boolean): ProfileState {
  const subject = basename(promptFile);
  switch (standing.phase) {
    case 'none':
      return { phase: 'none' };
    case 'running': {
      const { progress, order, secondsLeft } = standing;
      return { phase: 'running', subject, progress, delta: order.delta, maxSpendUSD: order.maxSpendUSD, secondsLeft };
    }
    case 'done': {
      const { outcome, configWritten, committed } = standing;
      const { result, sentence, notionalPrices, configFile } = outcome;
      return { phase: 'done', subject, result, sentence, notionalPrices, configFile, configWritten, committed };
    }
    case 'failed':
      return { phase: 'failed', subject, message: failureWords(standing.failure).message, resumable };
  }
}
