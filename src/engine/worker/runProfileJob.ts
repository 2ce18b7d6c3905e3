import type { ProfileResult } from '../../core/profiling/profile.ts';
import type { PreparedProfile } from '../preparedProfile.ts';
import { prepareProfile } from '../prepareProfile.ts';
import { writePricesFile } from './pricesFile.ts';
import type { ProfileNotice, ProfileOrder, ProfileOutcome } from './protocol.ts';
import { workerWorld } from './workerWorld.ts';
import type { WorldFacts } from './worldFacts.ts';

/** Often enough to look live; more would only keep the editor busy. */
const NOTICE_EVERY_MS = 100;

/** Rejects with what preparing and running a profile reject with. */
export async function runProfileJob(
  order: ProfileOrder,
  facts: WorldFacts,
  { tell, signal }: { readonly tell: (notice: ProfileNotice) => void; readonly signal: AbortSignal },
): Promise<ProfileOutcome> {
  const world = workerWorld(facts);
  const prepared = await prepareProfile({ ...order, pricesFile: writePricesFile(facts) }, world, signal);
  signal.throwIfAborted();
  const { configFile } = prepared;
  if (configFile === undefined) throw new RangeError('a live profile always has a place for its config');
  tell({ type: 'started', warnings: prepared.warnings });
  const result = await resultOf(
    prepared,
    signal,
    throttled(tell, () => world.clock.now()),
  );
  return {
    result,
    config: prepared.configOf(result),
    configFile,
    notionalPrices: prepared.notionalPrices,
  };
}

async function resultOf(
  prepared: PreparedProfile,
  signal: AbortSignal,
  tell: (notice: ProfileNotice) => void,
): Promise<ProfileResult> {
  for await (const event of prepared.run(signal)) {
    if (event.type === 'done') return event.result;
    tell(event);
  }
  throw new RangeError('a profile must end with a done event');
}

/** Leaves out what comes too soon after the last one told; the result holds everything anyway. */
function throttled(tell: (notice: ProfileNotice) => void, now: () => number): (notice: ProfileNotice) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (notice) => {
    if (now() - toldAt < NOTICE_EVERY_MS) return;
    toldAt = now();
    tell(notice);
  };
}
