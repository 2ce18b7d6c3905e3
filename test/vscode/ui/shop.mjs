import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeWorkspace } from '../driver/makeFolder.mjs';

/** A workspace whose sample prompt names a model of a compatible server, with the first rows of its dataset. @returns the folder */
export function makeShop(root, { model, rows }) {
  const folder = makeWorkspace(root);
  const prompt = join(folder, 'support/triage.prompty');
  writeFileSync(prompt, readFileSync(prompt, 'utf8').replace('name: sample/large', `name: ${model}`));
  const data = join(folder, 'support/tickets.csv');
  // Records may have several lines; each begins with its number.
  const records = readFileSync(data, 'utf8').split(/\n(?=T\d+,)/);
  writeFileSync(data, records.slice(0, rows + 1).join('\n'));
  return folder;
}

/** Settings for two models of one compatible server, asked about every row, two calls at once for each. */
export function settingsOf(server, url) {
  const [small, large] = [`compatible:${server}/nano`, `compatible:${server}/large`];
  return {
    'downtier.models': [small, large],
    'downtier.baseUrls': { [server]: `${url}/v1` },
    'downtier.prices': {
      [small]: { inputUSDPer1M: 0.1, outputUSDPer1M: 0.4 },
      [large]: { inputUSDPer1M: 1, outputUSDPer1M: 4 },
    },
    'downtier.concurrency': 2,
    'downtier.method': 'smart-all',
    // The same question asked twice on purpose would look like one paid for twice.
    'downtier.selfCheckItems': 0,
    // Neither clearly kept nor clearly missed on so few rows.
    'downtier.delta': 0.2,
  };
}

/** How many answers the journal of the shop's prompt holds. */
export function answersKept(folder) {
  const journal = join(folder, 'support/.downtier/triage.prompty.journal.jsonl');
  if (!existsSync(journal)) return 0;
  const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => JSON.parse(line).type === 'answered').length;
}

/** Waits for a condition of this process or of files. */
export async function until(what, is) {
  const end = performance.now() + 20_000;
  while (!is()) {
    if (performance.now() > end) throw new Error(`It did not come about in 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
