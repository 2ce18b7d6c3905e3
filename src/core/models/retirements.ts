import type { ModelId } from './chatModel.ts';

/** A model that its provider has announced the end of. */
export interface Retirement {
  /** The first day on which it no longer answers, `YYYY-MM-DD`. */
  readonly retiresOn: string;
  /** Page of the provider that says so. */
  readonly source: string;
}

/** The day on which the table below was compiled: what was announced later is not in it. */
export const retirementsCompiledOn = '2026-11-22';

const openai = 'https://developers.openai.com/api/docs/deprecations';

/** Names without a date stand for their dated snapshots too, unless such a snapshot has a line of its own. */
const table: readonly { readonly retiresOn: string; readonly source: string; readonly models: readonly ModelId[] }[] = [
  {
    retiresOn: '2026-10-23',
    source: openai,
    models: [
      'openai/gpt-3.5-turbo',
      'openai/gpt-4',
      'openai/gpt-4-turbo',
      'openai/gpt-4o-2024-05-13',
      'openai/gpt-4.1-nano',
      'openai/o1',
      'openai/o1-pro',
      'openai/o3-mini',
      'openai/o4-mini',
    ],
  },
  {
    retiresOn: '2026-12-11',
    source: openai,
    models: [
      'openai/gpt-5',
      'openai/gpt-5-mini',
      'openai/gpt-5-nano',
      'openai/gpt-5-pro',
      'openai/o3',
      'openai/o3-pro',
    ],
  },
  {
    retiresOn: '2027-01-14',
    source: openai,
    models: ['openai/gpt-4o', 'openai/gpt-4o-mini', 'openai/gpt-4.1', 'openai/gpt-4.1-mini'],
  },
];

const byModel: ReadonlyMap<ModelId, Retirement> = new Map(
  table.flatMap(({ models, retiresOn, source }) => models.map((id) => [id, { retiresOn, source }] as const)),
);

/** The first day on which one of the models is known to be gone; undefined: no end of any is known. */
export function firstRetirement(models: readonly ModelId[]): string | undefined {
  return models.flatMap((id) => retirementOf(id)?.retiresOn ?? []).sort()[0];
}

/** What is known of a model's end; undefined: nothing was announced when the table was compiled. @param id canonical */
export function retirementOf(id: ModelId): Retirement | undefined {
  return byModel.get(id) ?? byModel.get(id.replace(/-(\d{4}-\d{2}-\d{2}|\d{4})$/, ''));
}
