import { parseArgs } from 'node:util';
import { profileMethods } from '../../src/core/profiling/profile.ts';
import { profileWithSmart } from '../../src/core/profiling/smart.ts';
import { printRows } from './printRows.ts';
import { batchSettings } from './validity/batchSettings.ts';
import { brokenPromises, measureValidity } from './validity/measureValidity.ts';
import { type ProfileUnderTest, profileSettings } from './validity/profileSettings.ts';
import { streamSettings } from './validity/streamSettings.ts';

/** Methods that promise what their result says. SMART's do not; `--method smart-all` shows that this would be noticed. */
const promising: readonly ProfileUnderTest[] = [];

/**
 * Do certificates keep their promise where it is hardest to keep? Rows are worst cases: what is tried deviates just more often than delta, and must not be
 * certified more often than `allowed` = 1 - gamma. Exit code 1 if one is, beyond chance.
 */
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    deltas: { type: 'string', default: '0.02,0.1' },
    gammas: { type: 'string', default: '0.9,0.95,0.99' },
    method: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const tested = flags.method === undefined ? promising : [smartMethod(flags.method)];
const numbers = (list: string): number[] => list.split(',').map(Number);
const settings = numbers(flags.deltas).flatMap((delta) =>
  numbers(flags.gammas).flatMap((gamma) => [
    ...streamSettings(delta, gamma),
    ...batchSettings(delta, gamma),
    ...tested.flatMap((profile) => profileSettings(profile, { delta, gamma })),
  ]),
);
const rows = await measureValidity(settings, { runs: Number(flags.runs), seed: Number(flags.seed) });
printRows(rows, flags.json);
for (const { setting, rate, allowed } of brokenPromises(rows)) {
  process.stderr.write(`broken: ${setting}: ${rate} of the runs, allowed are ${allowed}\n`);
  process.exitCode = 1;
}

function smartMethod(name: string): ProfileUnderTest {
  const method = profileMethods.find((known) => known === name);
  if (!method) throw new RangeError(`--method must be one of ${profileMethods.join(', ')}, got ${name}`);
  return { method, profile: profileWithSmart };
}
