import { basename } from 'node:path';
import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { FailureError } from '../../core/errors.ts';
import { canBePrompt, IGNORED_GLOB, isPromptName, PROMPT_GLOB } from '../promptFiles.ts';

/** A prompt that a command cannot work on. */
export class PromptChoiceError extends FailureError {}

/**
 * The prompt a command is about: its argument, else the file in front, else one of the workspace's that the user picks. Saved, since what counts is on
 * disk. undefined: the user picked none.
 */
export async function choosePrompt(argument: unknown): Promise<string | undefined> {
  const uri = argument instanceof Uri ? argument : (promptInFront() ?? (await pickPrompt()));
  if (!uri) return undefined;
  if (uri.scheme !== 'file') {
    throw new PromptChoiceError(
      l10n.t('{0} is not a file on a disk. Save it into a folder first.', basename(uri.path)),
    );
  }
  const document = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document?.isDirty) await document.save();
  return uri.fsPath;
}

function promptInFront(): Uri | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return uri && canBePrompt(uri.path) ? uri : undefined;
}

async function pickPrompt(): Promise<Uri | undefined> {
  const uris = (await workspace.findFiles(PROMPT_GLOB, IGNORED_GLOB, 200)).filter(({ path }) => isPromptName(path));
  const browse = l10n.t('Browse…');
  const items: (QuickPickItem & { readonly uri?: Uri })[] = [
    ...uris.map((uri) => ({ label: basename(uri.path), description: workspace.asRelativePath(uri), uri })),
    { label: browse },
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Choose a prompt'), matchOnDescription: true });
  if (picked?.label !== browse) return picked?.uri;
  return (await window.showOpenDialog({ title: l10n.t('Choose a prompt'), canSelectMany: false }))?.[0];
}
