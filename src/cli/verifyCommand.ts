import { FailureError } from '../core/errors.ts';
import { verifyConfig } from '../engine/verify/verifyConfig.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

export interface VerifyFlags {
  readonly journal?: string;
  readonly recording?: string;
  readonly json?: boolean;
}

/** What a config says of its promise is not what comes out; the steps have been printed. */
export class NotVerifiedError extends FailureError {
  readonly file: string;

  constructor(file: string, differing: number, steps: number) {
    super(`${file} is not verified: ${differing} of ${steps} steps differ.`);
    this.file = file;
  }
}

/** Prints each step with whether it holds. Rejects with NotVerifiedError if one does not, with an InputError where nothing can be verified. */
export async function verify(
  file: string,
  { journal, recording, json = false }: VerifyFlags,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  if (journal !== undefined && recording !== undefined)
    throw new UsageError('Name a --journal or a --recording, not both.');
  const found = await verifyConfig(file, { journalFolder: journal, recordingFolder: recording }, signal);
  const { config, steps, counted, verified } = found;
  if (json) terminal.out(`${JSON.stringify({ file, verified, counted, steps })}\n`);
  else terminal.out(steps.map(({ says, holds }) => `${holds ? 'holds  ' : 'DIFFERS'}  ${says}\n`).join(''));
  if (!verified) throw new NotVerifiedError(file, steps.filter(({ holds }) => !holds).length, steps.length);
  if (json) return;
  terminal.out(
    counted || config.kind === 'reference'
      ? `verified: ${file}\n`
      : `verified from the counts that the config states: ${file}. To make the counts again from the answers, name them with --journal or --recording.\n`,
  );
}
