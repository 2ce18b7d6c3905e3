import { basename } from 'node:path';
import { l10n } from 'vscode';
import { recommendationSentence } from '../../core/wording/recommendationSentence.ts';
import type { ProfileState } from '../../webview/protocol.ts';
import { failureWords } from '../profiles/failureWords.ts';
import type { ProfileStanding } from '../profiles/profiles.ts';

/**
 * @param resumable an earlier run of this prompt can be gone on with
 * @param rows of the dataset
 */
export function profileState(
  standing: ProfileStanding,
  promptFile: string,
  { resumable, rows }: { readonly resumable: boolean; readonly rows: number },
): ProfileState {
  const subject = basename(promptFile);
  switch (standing.phase) {
    case 'none':
      return { phase: 'none' };
    case 'running': {
      const { progress, order, secondsLeft } = standing;
      const { delta, maxSpendUSD, scope, volume } = order;
      const counted = { scope, calls: scope === 'batch' ? rows : volume };
      return { phase: 'running', subject, progress, delta, maxSpendUSD, counted, secondsLeft };
    }
    case 'done': {
      const { outcome, configWritten, committed, studentInFront } = standing;
      const { result, notionalPrices, configFile } = outcome;
      const sentence = recommendationSentence(result, l10n.t);
      const files = { configFile, configWritten, committed, studentInFront };
      return { phase: 'done', subject, result, sentence, notionalPrices, ...files };
    }
    case 'failed': {
      const { message, remedies, subject: keyOf } = failureWords(standing.failure);
      return { phase: 'failed', subject, message, keyOf: remedies.includes('setKey') ? keyOf : undefined, resumable };
    }
  }
}
