import { plural, usd } from '../core/amounts.ts';
import { gatherProfile } from '../engine/gatherProfile.ts';
import { estimateOf } from '../engine/prepareProfile.ts';
import type { LiveProfileOptions, World } from '../engine/profileOptions.ts';
import { plainTable } from './plainTable.ts';
import type { Terminal } from './terminal.ts';

/** What a call, and profiling, would cost. Needs no key and sends nothing. */
export async function estimate(
  options: LiveProfileOptions,
  json: boolean,
  world: World,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const gathered = await gatherProfile(options, world, signal);
  const cost = await estimateOf(gathered);
  const { priced, reference, sample } = gathered;
  for (const warning of [...gathered.prompt.warnings, ...priced.warnings]) terminal.log(`Warning: ${warning}\n`);
  if (json) {
    terminal.out(
      `${JSON.stringify({
        reference,
        rows: sample.totalRows,
        inputTokensPerCall: cost.inputTokensPerCall,
        outputTokensPerCall: cost.outputTokensPerCall,
        models: [
          ...cost.calls.map(({ id, costPerCallUSD, worstCallUSD, price }) => ({
            id,
            costPerCallUSD,
            worstCallUSD,
            priceSource: price.source,
            pricedAs: price.matchedModel,
          })),
          ...priced.unpriced.map((id) => ({ id, costPerCallUSD: null, worstCallUSD: null, priceSource: 'unknown' })),
        ],
        profiling: {
          likelyUSD: cost.profilingLikelyUSD,
          likelyItems: cost.likelyItems,
          atMostUSD: cost.profilingAtMostUSD,
        },
      })}\n`,
    );
    return;
  }
  const table = plainTable(
    ['Model', 'in / out per 1M', 'a call', `${options.volume.toLocaleString('en-US')} calls`, 'Price from'].map(
      (head, index) => ({ head, align: index === 0 || index === 4 ? 'left' : 'right' }),
    ),
    [
      ...cost.calls.map(({ id, price, costPerCallUSD }) => [
        id,
        `${usd(price.inputUSDPer1M)} / ${usd(price.outputUSDPer1M)}`,
        usd(costPerCallUSD),
        usd(costPerCallUSD * options.volume),
        price.source,
      ]),
      ...priced.unpriced.map((id) => [id, 'unknown', '–', '–', 'pass --prices FILE']),
    ],
  );
  const length = cost.outputTokensFromGold ? 'by the expected answers' : "the prompt's limit";
  terminal.out(
    `${table}\n≈ ${Math.round(cost.inputTokensPerCall)} input tokens a call (OpenAI's vocabulary; others differ by some tens of percent), ` +
      `${Math.round(cost.outputTokensPerCall)} output tokens (${length}).\n` +
      `Profiling: about ${usd(cost.profilingLikelyUSD)} for ${plural(cost.likelyItems, 'item')}, at most ${usd(cost.profilingAtMostUSD)}.\n`,
  );
}
