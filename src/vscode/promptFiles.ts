/** Names that alone say "prompt"; must agree with `isPromptFile`, which a test compares, and with the menus in package.json. */
const promptName = /\.(prompty|prompt|prompt\.ya?ml|prompt\.md)$/i;
/** Plain text can be a prompt too, but need not be. */
const textName = /\.(md|txt)$/i;

export const PROMPT_GLOB = '**/*.{prompty,prompt,prompt.yml,prompt.yaml,prompt.md}';
export const DATASET_GLOB = '**/*.{csv,tsv,jsonl,ndjson,parquet}';
/** Not offered: what tools and Downtier itself lay down. */
export const IGNORED_GLOB = '**/{node_modules,.git,.downtier,dist,out,.venv}/**';

export function isPromptName(file: string): boolean {
  return promptName.test(file);
}

export function canBePrompt(file: string): boolean {
  return promptName.test(file) || textName.test(file);
}

export function isDatasetName(file: string): boolean {
  return /\.(csv|tsv|tab|jsonl|ndjson|json|parquet)$/i.test(file);
}
