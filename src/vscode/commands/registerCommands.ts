import { commands, Disposable } from 'vscode';
import { type CommandName, commandId } from '../ids.ts';
import { reportingFailure } from '../profiles/showFailure.ts';
import { accountArgument, followStoredKeys, removeApiKey, setApiKey } from './apiKeys.ts';
import type { CommandDeps } from './commandDeps.ts';
import { configureModels } from './configureModels.ts';
import { estimateCost } from './estimateCost.ts';
import { profilePrompt } from './profilePrompt.ts';
import { resumeProfile } from './resumeProfile.ts';
import { setPrice } from './setPrice.ts';
import { trySample } from './trySample.ts';

/** Commands get whatever a menu, a key binding or a link hands them; each looks at its argument itself. */
type Handler = (argument: unknown, deps: CommandDeps) => unknown;

const handlers: Partial<Record<CommandName, Handler>> = {
  profilePrompt,
  openPanel: (_, { panel }) => panel.open(),
  resumeProfile: (_, deps) => resumeProfile(deps),
  estimateCost,
  setApiKey: (argument, deps) => setApiKey(accountArgument(argument), deps),
  removeApiKey: (_, deps) => removeApiKey(deps),
  configureModels: (_, deps) => configureModels(deps),
  setPrice,
  trySample: (_, deps) => trySample(deps),
  showLog: (_, { services }) => services.log.show(),
};

/** What goes wrong in a command is shown. */
export function registerCommands(deps: CommandDeps): Disposable {
  const report = reportingFailure(deps.services);
  const registered = Object.entries(handlers).map(([name, handler]) =>
    commands.registerCommand(commandId(name as CommandName), async (argument: unknown) => {
      try {
        await handler(argument, deps);
      } catch (error) {
        await report(error);
      }
    }),
  );
  return Disposable.from(...registered, followStoredKeys(deps.services));
}
