import type { ChatAnswer } from '../core/models/chatModel.ts';
import type { TokenUsage } from '../core/models/usage.ts';
import { totalUsage } from '../core/models/usage.ts';
import { thresholdOf } from '../core/policies/acceptRule.ts';
import { type Decision, decide, type Policy, type PolicyStage } from '../core/policies/cascade.ts';
import type { AnswerReading, InputFacts, StageAnswer } from '../core/policies/signals.ts';
import { StagesFailedError } from './errors.ts';
import { type CascadeResult, type KeepReason, type PathStep, pathCostUSD } from './result.ts';

/** What came of asking one stage. */
export type StageOutcome =
  | {
      readonly kind: 'answered';
      readonly text: string;
      readonly finish: ChatAnswer['finish'];
      readonly tokenProbability: number | undefined;
      readonly usage: TokenUsage;
      readonly costUSD: number | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly why: string;
      readonly costUSD: number | undefined;
      readonly cause?: unknown;
      /** A part of its answer was given out already, so nobody else's can follow. Default: nothing was. */
      readonly isGivenOut?: boolean;
    };

export interface Walk {
  readonly policy: Policy;
  readonly facts: InputFacts;
  /** The embedding that decides could not be had: the last stage answers. Default: false. */
  readonly isBlind?: boolean | undefined;
  readonly reading: AnswerReading;
  /** A stage that fails is passed over: in a cascade the next one is asked; in a mix the one after it in the list, once. */
  readonly escalates: boolean;
  /** @param isFinal its answer will be kept whatever it says */
  ask(stage: PolicyStage, isFinal: boolean): Promise<StageOutcome>;
  /** Steps as they are made; the caller may look at them when `ask` rejects. */
  readonly path?: PathStep[];
}

/**
 * Takes one input through a policy. Every decision is `decide`'s.
 * Rejects with StagesFailedError, and with what `ask` rejects with.
 */
export async function walkPolicy(walk: Walk): Promise<CascadeResult> {
  const { facts, reading, escalates, isBlind = false, path = [] } = walk;
  const answers: StageAnswer[] = [];
  let policy: Policy = isBlind ? { kind: 'single', stages: walk.policy.stages.slice(-1) } : walk.policy;
  let newest: Pick<CascadeResult, 'output' | 'finish'> = { output: '', finish: 'other' };
  for (;;) {
    const decision = decide(policy, answers, facts, reading);
    const stage = policy.stages[decision.stage] as PolicyStage;
    if (decision.kind === 'keep') {
      settle(path, 'kept');
      const reason = isBlind ? 'last stage' : reasonOf(policy, decision);
      return resultOf({ newest, stage, decision, reason, facts, path });
    }
    settle(path, 'passed on');
    const outcome = await walk.ask(stage, isFinal(policy, decision.stage));
    path.push(stepOf(stage, outcome));
    if (outcome.kind === 'answered') {
      newest = { output: outcome.text, finish: outcome.finish };
      answers.push({ model: stage.model, text: outcome.text, tokenProbability: outcome.tokenProbability });
      continue;
    }
    const rest = escalates && !outcome.isGivenOut ? policyAfter(policy, decision.stage) : undefined;
    if (!rest) throw new StagesFailedError(path, outcome.cause);
    policy = rest;
    if (policy.kind === 'cascade') answers.push({ model: stage.model, text: null, tokenProbability: undefined });
  }
}

export function isFinal({ kind, stages }: Policy, stage: number): boolean {
  return kind !== 'cascade' || stage === stages.length - 1;
}

/** How to go on when a stage has failed; undefined: there is nobody left. */
function policyAfter(policy: Policy, failed: number): Policy | undefined {
  const next = policy.stages[failed + 1];
  if (!next) return undefined;
  return policy.kind === 'mix' ? { kind: 'single', stages: [next] } : policy;
}

/** Whether the newest answer was kept is known only when the next decision falls. */
function settle(path: PathStep[], outcome: 'kept' | 'passed on'): void {
  const step = path.at(-1);
  if (step?.outcome === 'passed on') path[path.length - 1] = { ...step, outcome };
}

function stepOf({ model }: PolicyStage, outcome: StageOutcome): PathStep {
  const { costUSD } = outcome;
  if (outcome.kind === 'failed') return { model, outcome: 'failed', costUSD, why: outcome.why };
  return { model, outcome: 'passed on', tokenProbability: outcome.tokenProbability, usage: outcome.usage, costUSD };
}

function resultOf(kept: {
  readonly newest: Pick<CascadeResult, 'output' | 'finish'>;
  readonly stage: PolicyStage;
  readonly decision: Extract<Decision, { kind: 'keep' }>;
  readonly reason: KeepReason;
  readonly facts: InputFacts;
  readonly path: readonly PathStep[];
}): CascadeResult {
  const { newest, stage, decision, reason, facts, path } = kept;
  const tokenProbability = path.at(-1)?.tokenProbability;
  return {
    ...newest,
    model: stage.model,
    path,
    signals: {
      chance: facts.chance,
      ...(tokenProbability === undefined ? {} : { tokenProbability }),
      ...(decision.score === undefined ? {} : { score: decision.score, threshold: thresholdOf(stage.accept ?? {}) }),
    },
    costUSD: pathCostUSD(path),
    usage: totalUsage(path.flatMap(({ usage }) => usage ?? [])),
    reason,
  };
}

function reasonOf({ kind, stages }: Policy, { stage, score }: Extract<Decision, { kind: 'keep' }>): KeepReason {
  if (kind === 'mix') return 'share';
  if (stages.length === 1) return 'only stage';
  return score !== undefined && stage < stages.length - 1 ? 'score' : 'last stage';
}
