import { commands, type Disposable, l10n, type QuickPickItem, window } from 'vscode';
import { keyVariable } from '../../core/models/keyVariables.ts';
import { accountsOf } from '../profiles/worldFacts.ts';
import type { Services } from '../services.ts';
import type { CommandDeps } from './commandDeps.ts';

/** An account, or a model id whose account is meant; undefined: ask. */
export function accountArgument(argument: unknown): string | undefined {
  if (typeof argument !== 'string' || argument === '') return undefined;
  return argument.includes('/') ? accountsOf([argument])[0] : argument;
}

/** Whether there is a key that could be removed: the command is offered then only. */
export function followStoredKeys({ secrets }: Pick<Services, 'secrets'>): Disposable {
  const follow = (): void =>
    void secrets
      .stored()
      .then(({ length }) => commands.executeCommand('setContext', 'downtier.hasStoredKeys', length > 0));
  follow();
  return secrets.onDidChange(follow);
}

/** Asks for a key and puts it into the editor's secret storage. It is shown nowhere again. */
export async function setApiKey(asked: string | undefined, { services }: CommandDeps): Promise<void> {
  const account = asked ?? (await pickAccount(services));
  if (account === undefined) return;
  const key = await window.showInputBox({
    title: l10n.t('API key of {0}', account),
    prompt: l10n.t(
      'Kept in the secret storage of this editor. The environment variable {0} is used where none is stored.',
      keyVariable(account),
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Paste the key.') : undefined),
  });
  if (key === undefined) return;
  await services.secrets.store(account, key.trim());
  void window.showInformationMessage(l10n.t('The API key of {0} is stored.', account));
}

export async function removeApiKey({ services }: CommandDeps): Promise<void> {
  const stored = await services.secrets.stored();
  if (stored.length === 0) {
    await window.showInformationMessage(l10n.t('No API key is stored.'));
    return;
  }
  const account = await window.showQuickPick([...stored], { title: l10n.t('Remove which API key?') });
  if (account === undefined) return;
  await services.secrets.remove(account);
  void window.showInformationMessage(l10n.t('The API key of {0} is removed.', account));
}

async function pickAccount(services: CommandDeps['services']): Promise<string | undefined> {
  const configured = accountsOf(services.settings.get('models', undefined));
  const servers = Object.keys(services.settings.get('baseUrls', undefined)).map((name) => name.toLowerCase());
  const accounts = [...new Set(['openai', 'anthropic', ...configured, ...servers])];
  const other = l10n.t('Another server…');
  const items: QuickPickItem[] = await Promise.all(
    accounts.map(async (label) => ({ label, description: originWords(await services.secrets.originOf(label)) })),
  );
  const picked = await window.showQuickPick([...items, { label: other }], { title: l10n.t('Whose API key?') });
  if (picked?.label !== other) return picked?.label;
  const name = await window.showInputBox({
    title: l10n.t('Name of the server'),
    prompt: l10n.t('As in compatible:SERVER/MODEL'),
    validateInput: (text) =>
      /^[a-z][a-z0-9_-]*$/i.test(text.trim())
        ? undefined
        : l10n.t('Letters, digits, - and _, beginning with a letter.'),
  });
  return name?.trim().toLowerCase();
}

function originWords(origin: 'stored' | 'environment' | 'missing'): string {
  switch (origin) {
    case 'stored':
      return l10n.t('stored');
    case 'environment':
      return l10n.t('from the environment');
    case 'missing':
      return '';
  }
}
