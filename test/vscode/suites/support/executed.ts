import { commands } from 'vscode';

/** Ids of all commands that suites or the extension have run. */
export const executed = new Set<string>();

const execute = commands.executeCommand.bind(commands);
Object.assign(commands, {
  executeCommand: (id: string, ...rest: readonly unknown[]) => {
    executed.add(id);
    return execute(id, ...rest);
  },
});
