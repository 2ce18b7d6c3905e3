import { createRandom, type Random } from '../../../src/core/random.ts';
import { binomialUpperTail } from '../../../src/core/statistics/clopperPearson.ts';

/** A worst case of a promise: something that must not be certified, and a way to try. */
export interface ValiditySetting {
  readonly name: string;
  /** 1 - gamma: how often it may be certified all the same. */
  readonly allowed: number;
  /** One run: does it end with a certificate that is false? */
  certifiesFalsely(random: Random): boolean | Promise<boolean>;
}

export interface ValidityRow {
  readonly setting: string;
  readonly runs: number;
  readonly falseCertificates: number;
  readonly rate: number;
  readonly allowed: number;
  /** P(so many false certificates or more) if they were just as frequent as allowed. */
  readonly pValue: number;
}

/** Seeds of neighbouring settings lie this far apart, so that no two runs share one. */
const SEEDS_PER_SETTING = 1_000_000;

interface Measuring {
  readonly runs: number;
  readonly seed: number;
}

export async function measureValidity(
  settings: readonly ValiditySetting[],
  measuring: Measuring,
): Promise<ValidityRow[]> {
  const rows: ValidityRow[] = [];
  for (const [place, setting] of settings.entries()) rows.push(await measureSetting(setting, { ...measuring, place }));
  return rows;
}

/** @param place of the setting among all, which its seeds depend on */
export async function measureSetting(
  setting: ValiditySetting,
  { runs, seed, place }: Measuring & { readonly place: number },
): Promise<ValidityRow> {
  const { name, allowed } = setting;
  let falseCertificates = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + place * SEEDS_PER_SETTING + run);
    if (await setting.certifiesFalsely(random)) falseCertificates++;
  }
  const pValue = binomialUpperTail(falseCertificates, runs, allowed);
  return { setting: name, runs, falseCertificates, rate: falseCertificates / runs, allowed, pValue };
}

/** The rows whose promise is broken beyond chance: one-sided binomial tests at a joint level of 1 % (Bonferroni). */
export function brokenPromises(rows: readonly ValidityRow[]): ValidityRow[] {
  return rows.filter(({ pValue }) => pValue < 0.01 / rows.length);
}
