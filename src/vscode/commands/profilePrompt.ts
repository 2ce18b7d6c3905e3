import { choosePrompt } from './choosePrompt.ts';
import type { CommandDeps } from './commandDeps.ts';

/** Opens the panel for a prompt. Nothing is sent before Start is pressed there. */
export async function profilePrompt(argument: unknown, { panel }: CommandDeps): Promise<void> {
  const promptFile = await choosePrompt(argument);
  if (promptFile !== undefined) await panel.open(promptFile);
}
