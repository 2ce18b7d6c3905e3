import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own with a prompt and a dataset, as a user would have them. */
export interface ProfileFolder {
  readonly path: string;
  readonly prompt: string;
  readonly data: string;
  /** Where a profile leaves its config and its journal. */
  readonly config: string;
  readonly journal: string;
  /** A path in the folder; with `content`, of a file written there. */
  file(name: string, content?: string | Uint8Array): string;
  hasConfig(): boolean;
  journalLines(): string[];
}

export const PROMPT = `---
name: Sorting
model:
  api: chat
  configuration:
    type: openai
    name: gpt-4o
  parameters:
    temperature: 0
    max_tokens: 8
template: jinja2
---
system:
Answer with the first word of the ticket.

user:
<ticket>
{{text}}
</ticket>
`;

const labels = ['billing', 'login', 'bug'] as const;

/** `text,expected`, and rows like `billing ticket 17,billing`. */
export function csvOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const label = labels[index % labels.length];
    return `${label} ticket ${index},${label}\n`;
  });
  return ['text,expected\n', ...lines].join('');
}

const made: string[] = [];

/** Made anew; call `removeProfileFolders` when the tests are over. */
export function profileFolder({ rows = 40 }: { readonly rows?: number } = {}): ProfileFolder {
  const path = mkdtempSync(join(tmpdir(), 'downtier-cli-'));
  made.push(path);
  const file = (name: string, content?: string | Uint8Array): string => {
    if (content !== undefined) writeFileSync(join(path, name), content);
    return join(path, name);
  };
  const config = file('sort.cascade.json');
  const journal = join(path, '.downtier', 'sort.prompty.journal.jsonl');
  return {
    path,
    prompt: file('sort.prompty', PROMPT),
    data: file('rows.csv', csvOf(rows)),
    config,
    journal,
    file,
    hasConfig: () => existsSync(config),
    journalLines: () => readFileSync(journal, 'utf8').split('\n').slice(0, -1),
  };
}

export function removeProfileFolders(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}
