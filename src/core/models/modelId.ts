import { InputError } from '../errors.ts';
import type { ModelId } from './chatModel.ts';

export type ModelProvider = 'openai' | 'anthropic' | 'compatible' | 'sample';

/** A model id, taken apart. */
export interface ModelReference {
  /** Canonical: `openai/gpt-x`, `compatible:ollama/qwen3:8b`. Two spellings of one model have one id. */
  readonly id: ModelId;
  readonly provider: ModelProvider;
  /** Whose key, base URL and price list apply: the provider, or the name of the compatible server. */
  readonly account: string;
  /** The model's name as the provider knows it; may itself contain `/` and `:`. */
  readonly model: string;
}

export const acceptedModelIds =
  'openai/MODEL, anthropic/MODEL, sample/MODEL (a colon instead of the slash is fine) or compatible:SERVER/MODEL';

export class ModelIdError extends InputError {
  readonly given: string;

  constructor(given: string, why: string) {
    super(`"${given}" is not a model id: ${why}. Write ${acceptedModelIds}.`);
    this.given = given;
  }
}

const plainForm = /^(openai|anthropic|sample)[/:](\S+)$/i;
const compatibleForm = /^compatible:([a-z][a-z0-9_-]*)\/(\S+)$/i;

/** @throws ModelIdError for anything but the accepted forms. */
export function parseModelId(text: string): ModelReference {
  const trimmed = text.trim();
  const [, provider, plainModel] = plainForm.exec(trimmed) ?? [];
  if (provider && plainModel) return reference(provider.toLowerCase() as ModelProvider, plainModel);
  const [, server, serverModel] = compatibleForm.exec(trimmed) ?? [];
  if (server && serverModel) return compatibleReference(trimmed, server.toLowerCase(), serverModel);
  throw new ModelIdError(trimmed, whyNot(trimmed));
}

function reference(provider: ModelProvider, model: string): ModelReference {
  return { id: `${provider}/${model}`, provider, account: provider, model };
}

function compatibleReference(given: string, server: string, model: string): ModelReference {
  if (/^(openai|anthropic|sample|compatible)$/.test(server))
    throw new ModelIdError(given, `"${server}" cannot be the name of a compatible server`);
  return { id: `compatible:${server}/${model}`, provider: 'compatible', account: server, model };
}

function whyNot(text: string): string {
  if (text === '') return 'it is empty';
  if (/\s/.test(text)) return 'it contains white space';
  if (/^compatible/i.test(text)) return 'a compatible model needs a server and a model';
  const bare = resolvePromptModel(text);
  if (bare.known) return `it names no provider (did you mean ${bare.id}?)`;
  return 'it starts with no provider that is known';
}

/** The canonical spelling of a model id; anything else as it is, since recordings name their models freely. */
export function canonicalId(name: string): ModelId {
  try {
    return parseModelId(name).id;
  } catch (error) {
    if (error instanceof ModelIdError) return name.trim();
    throw error;
  }
}

export type PromptModelResolution =
  | { readonly known: true; readonly id: ModelId }
  | { readonly known: false; readonly why: string };

/** Family names that one provider alone uses. */
const families: readonly (readonly [RegExp, ModelProvider])[] = [
  [/^(ft:)?(gpt-|chatgpt-|codex-|o\d(-|$))/i, 'openai'],
  [/^claude-/i, 'anthropic'],
];

/** The model named in a prompt's front matter, where the provider is written or follows from the name. Never throws. */
export function resolvePromptModel(name: string): PromptModelResolution {
  const trimmed = name.trim();
  if (plainForm.test(trimmed) || compatibleForm.test(trimmed)) return parsed(trimmed);
  const family = families.find(([pattern]) => pattern.test(trimmed));
  if (family && !/\s/.test(trimmed)) return { known: true, id: `${family[1]}/${trimmed}` };
  const provider = /^([^/:]+)[/:]/.exec(trimmed)?.[1];
  const why = provider
    ? `the provider "${provider}" has no client here; a server that speaks OpenAI's protocol can be used as compatible:SERVER/MODEL`
    : `the name "${trimmed}" does not tell its provider; write ${acceptedModelIds}`;
  return { known: false, why };
}

function parsed(text: string): PromptModelResolution {
  try {
    return { known: true, id: parseModelId(text).id };
  } catch (error) {
    if (error instanceof ModelIdError) return { known: false, why: error.message };
    throw error;
  }
}
