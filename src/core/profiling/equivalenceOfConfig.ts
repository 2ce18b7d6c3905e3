import { createEquivalence, type EquivalenceOptions } from '../equivalence/createEquivalence.ts';
import { type Equivalence, equivalenceNames } from '../equivalence/equivalence.ts';
import type { RoutingConfig } from '../routing/routingConfig.ts';

/**
 * The rule that outputs were compared by when the config was made.
 *
 * @param askJudge asks the model `evidence.equivalence.judge`; only that rule needs it
 * @throws RangeError for a rule that this version does not know; what `createEquivalence` throws
 */
export function equivalenceOfConfig(
  { evidence: { equivalence } }: Pick<RoutingConfig, 'evidence'>,
  askJudge?: NonNullable<EquivalenceOptions['judge']>['ask'],
): Equivalence {
  const { name, judge, ...rest } = equivalence;
  const known = equivalenceNames.find((one) => one === name);
  if (known === undefined) throw new RangeError(`outputs were compared by "${name}", which this version does not know`);
  return createEquivalence(known, {
    ...rest,
    reason: 'asked for',
    judge: judge === undefined || askJudge === undefined ? undefined : { model: judge, ask: askJudge },
  });
}
