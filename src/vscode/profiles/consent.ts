import { basename } from 'node:path';
import { l10n, type Memento, window } from 'vscode';
import { othersAsked, type SetupSurvey } from '../../engine/worker/setupSurvey.ts';
import { accountsOf } from './worldFacts.ts';

const KEY = 'consents';

/** Where a setup's rows would go. */
interface Destination {
  readonly provider: string;
  readonly host: string;
}

/**
 * Asks before a dataset is first sent to a provider, once per workspace, dataset and host. The embedded models are no provider: their rows do not
 * leave this process.
 * @param dataFile the prompt file itself where the rows are written in it
 * @returns whether profiling may go on
 */
export async function askConsent(survey: SetupSurvey, dataFile: string, memory: Memento): Promise<boolean> {
  const given = memory.get<readonly string[]>(KEY, []);
  const open = destinationsOf(survey).filter(({ host }) => !given.includes(consentKey(host, dataFile)));
  if (open.length === 0) return true;
  const rows = (survey.data?.sampledRows ?? 0).toLocaleString();
  const named = open.map(({ provider, host }) => `${provider} (${host})`).join(', ');
  const send = l10n.t('Send');
  const chosen = await window.showWarningMessage(
    l10n.t('Send up to {0} rows of {1} to {2}?', rows, basename(dataFile), named),
    {
      modal: true,
      detail: l10n.t(
        'Each row is put into the prompt and sent as a call that the provider may charge. This is remembered for this workspace.',
      ),
    },
    send,
  );
  if (chosen !== send) return false;
  await memory.update(KEY, [...given, ...open.map(({ host }) => consentKey(host, dataFile))]);
  return true;
}

/** A judge sees answers, which are made from the rows; who embeds sees the rows. */
function destinationsOf(survey: SetupSurvey): readonly Destination[] {
  const byHost = new Map<string, string>();
  for (const { id, host, selected } of [...survey.models, ...othersAsked(survey)]) {
    const [provider] = accountsOf([id]);
    if (selected && host !== undefined && provider !== undefined) byHost.set(host, provider);
  }
  return [...byHost].map(([host, provider]) => ({ host, provider }));
}

function consentKey(host: string, dataFile: string): string {
  return `${host}\n${dataFile}`;
}
