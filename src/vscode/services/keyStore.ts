import { type Disposable, EventEmitter, type Memento, type SecretStorage } from 'vscode';
import { environmentKeys } from '../../node/environmentKeys.ts';
import type { KeyStore } from '../services.ts';

/** SecretStorage cannot list what it holds, so the accounts (never the keys) are noted beside it. */
const ACCOUNTS = 'accountsWithKey';

export function createKeyStore(secrets: SecretStorage, memento: Memento, environment: NodeJS.ProcessEnv): KeyStore {
  const fromEnvironment = environmentKeys(environment);
  const changed = new EventEmitter<void>();
  const watching = secrets.onDidChange(() => changed.fire());
  const accounts = (): readonly string[] => memento.get<readonly string[]>(ACCOUNTS, []);
  const keyOf = async (account: string): Promise<string | undefined> =>
    (await secrets.get(secretName(account))) || undefined;
  return {
    keyOf: async (account) => (await keyOf(account)) ?? fromEnvironment.keyOf(account),
    async originOf(account) {
      if ((await keyOf(account)) !== undefined) return 'stored';
      return fromEnvironment.keyOf(account) === undefined ? 'missing' : 'environment';
    },
    async store(account, key) {
      await secrets.store(secretName(account), key);
      await memento.update(ACCOUNTS, [...new Set([...accounts(), account])].sort());
      changed.fire(); // what is stored is known only now
    },
    async remove(account) {
      await secrets.delete(secretName(account));
      await memento.update(
        ACCOUNTS,
        accounts().filter((one) => one !== account),
      );
      changed.fire();
    },
    stored: () => Promise.resolve(accounts()),
    onDidChange: (listener): Disposable => changed.event(listener),
    dispose() {
      watching.dispose();
      changed.dispose();
    },
  };
}

function secretName(account: string): string {
  return `key:${account}`;
}
