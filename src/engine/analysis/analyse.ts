import type { PriceBook } from '../../core/models/price.ts';
import { readPriceOverrides } from '../../core/models/priceOverrides.ts';
import { loadTokenEstimator } from '../../core/models/tokenEstimate.ts';
import { createFileHasher } from '../../node/hashFile.ts';
import { checkConfig, checkConfigFile } from '../checkConfigs.ts';
import { priceBookOf } from '../priceModels.ts';
import type { Analyses, AnalysisName, AnalysisQuestion, AnalysisWorld } from './analysisProtocol.ts';
import { placeInConfig } from './placeInConfig.ts';
import { promptFacts } from './promptFacts.ts';

export type Analyse = (question: AnalysisQuestion, world: AnalysisWorld) => Promise<Analyses[AnalysisName]['answer']>;

/** What the editor wants to know of files while they are being edited. Remembers hashes of files and the last price book. */
export function createAnalyse(): Analyse {
  const hashOf = createFileHasher();
  const pricesOf = rememberLast(openBook);
  return async (question, world) => {
    switch (question.name) {
      case 'warmUp':
        await Promise.all([pricesOf(world), loadTokenEstimator()]);
        return undefined;
      case 'prompt':
        return promptFacts(question.ask, () => pricesOf(world));
      case 'config': {
        const { file, text } = question.ask;
        const checked = { prices: await pricesOf(world), today: world.today, hashOf };
        return text === undefined ? checkConfigFile(file, checked) : checkConfig(file, text, checked);
      }
      case 'place':
        return placeInConfig(question.ask);
    }
  };
}

function openBook({ prices, today }: AnalysisWorld): Promise<PriceBook> {
  const { overrides } = readPriceOverrides(JSON.stringify({ models: prices }));
  return priceBookOf(overrides, today);
}

function rememberLast<A, B>(make: (asked: A) => B): (asked: A) => B {
  let last: { readonly key: string; readonly made: B } | undefined;
  return (asked) => {
    const key = JSON.stringify(asked);
    if (last?.key !== key) last = { key, made: make(asked) };
    return last.made;
  };
}
