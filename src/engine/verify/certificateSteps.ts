import { percent, plural } from '../../core/amounts.ts';
import {
  allowedAmong,
  certifiedShare,
  deviationBound,
  looksAt,
  type Population,
} from '../../core/profiling/certified/population.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import type { VerifyStep } from './verifyStep.ts';

type Certificate = NonNullable<RoutingConfig['guarantee']['certificate']>;

/** Configs hold nine digits. */
const ROUNDING = 1e-8;

/** Computes again from the counts alone what an exact test makes of them. */
export function certificateSteps(config: RoutingConfig, certificate: Certificate): VerifyStep[] {
  const { guarantee, dataset } = config;
  const terms: Terms = { config, certificate, population: populationOf(config, certificate), rows: dataset.rows };
  return [
    {
      says: `the error level ${short(certificate.alpha)} of this path is within the ${short(1 - guarantee.confidence)} that all of them have`,
      holds: certificate.alpha <= 1 - guarantee.confidence + ROUNDING,
    },
    ...populationSteps(terms),
    ...(isShare(terms) ? shareSteps(terms) : countSteps(terms)),
  ];
}

interface Terms {
  readonly config: RoutingConfig;
  readonly certificate: Certificate;
  readonly population: Population;
  readonly rows: number;
}

function populationOf({ guarantee: { delta } }: RoutingConfig, { population = 0, limit = 0 }: Certificate): Population {
  return population === 0 && limit === 0 ? { scope: 'stream', delta } : { scope: 'batch', rows: population, limit };
}

/** Of a finite dataset: how many rows are left, and how many of them may deviate. */
function populationSteps({ config, certificate, population, rows }: Terms): VerifyStep[] {
  const { scope, delta } = config.guarantee;
  const test = scope === 'batch' ? 'hypergeometric' : 'binomial';
  const named = { says: `the test is ${test}, as the scope ${scope} needs`, holds: certificate.test === test };
  if (population.scope === 'stream') return [named];
  const left = rows - certificate.warmUpItems;
  const limit = Math.floor(delta * rows + ROUNDING);
  return [
    named,
    {
      says: `${plural(population.rows, 'row')} left of ${rows} after ${certificate.warmUpItems} for choosing, of which ${population.limit} may deviate`,
      holds: population.rows === left && population.limit === limit,
    },
  ];
}

/** A path of shares has no boundary: whatever was seen bounds the share. */
function isShare({ certificate }: Terms): boolean {
  return certificate.looks.every(({ items, mostDeviations }) => mostDeviations === items);
}

function shareSteps({ config, certificate, population, rows }: Terms): VerifyStep[] {
  const { items, deviations, deviationUpperBound } = config.guarantee;
  const { share, deviationUpperBound: bound } = certifiedShare(
    population,
    { items, deviations },
    levelOf(certificate),
    rows,
  );
  const sent = config.stages
    .filter(({ model }) => model !== config.reference)
    .reduce((sum, stage) => sum + stage.share, 0);
  return [
    {
      says: `with ${deviations} of ${plural(items, 'item')} different, up to ${short(share)} of the inputs may go to the cheaper model; ${short(sent)} do`,
      holds: sent <= share + ROUNDING,
    },
    boundStep(bound, deviationUpperBound),
  ];
}

function countSteps({ config, certificate, population, rows }: Terms): VerifyStep[] {
  const { items, deviations, deviationUpperBound, delta } = config.guarantee;
  const { looks, look, alpha } = certificate;
  const boundaries = looksAt(
    population,
    looks.map((planned) => planned.items),
    alpha,
    looks.map((planned) => planned.alphaShare),
  );
  const planned = looks[look];
  const allowed = allowedAmong(items, boundaries[look], { population, level: levelOf(certificate) });
  const fewer = items === planned?.items ? '' : ` among so many (${planned?.items} were planned)`;
  return [
    {
      says: `the planned looks allow ${boundaries.map(({ size, mostDeviations }) => `${mostDeviations} in ${size}`).join(', ')} for ${percent(delta)}`,
      holds: boundaries.every(({ mostDeviations }, index) => mostDeviations === looks[index]?.mostDeviations),
    },
    {
      says: `${deviations} deviations in ${plural(items, 'item')} at look ${look + 1} are within the ${allowed} allowed${fewer}`,
      holds: deviations <= allowed,
    },
    boundStep(deviationBound(population, { items, deviations }, levelOf(certificate), rows), deviationUpperBound),
  ];
}

function levelOf({ alpha, looks, look }: Certificate): number {
  return alpha * (looks[look]?.alphaShare ?? 0);
}

function boundStep(found: number, stated: number): VerifyStep {
  return {
    says: `the bound on the deviating share from these counts is ${short(found)}; the config says ${short(stated)}`,
    holds: Math.abs(found - stated) <= ROUNDING,
  };
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
