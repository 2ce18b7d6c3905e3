import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { PROMPT, type ProfileFolder, profileFolder } from './profileFolder.ts';
import { routingConfigFor } from './routingConfigFor.ts';

export const NANO = 'openai/gpt-4.1-nano';
export const BIG = 'openai/gpt-4o';

type Stage = RoutingConfig['stages'][number];

export function stageFor(model: string, more: Partial<Stage> = {}): Stage {
  return { model, parameters: { temperature: 0, maxOutputTokens: 8 }, share: 1, ...more };
}

/** `gpt-4.1-nano` when its P(T) is at least this, else `gpt-4o`. */
export function cascadeStages(tokenProbability: number): Stage[] {
  return [stageFor(NANO, { share: 0.5, accept: { tokenProbability } }), stageFor(BIG, { share: 0.5 })];
}

/** A profile's folder with its routing config, whose hash of the prompt is right. */
export function cascadeFolder(parts: Partial<RoutingConfig> = {}, rows = 40): ProfileFolder {
  const folder = profileFolder({ rows });
  writeFileSync(folder.config, JSON.stringify(cascadeConfig(parts)));
  return folder;
}

export function cascadeConfig(parts: Partial<RoutingConfig> = {}): RoutingConfig {
  const prompt = { file: 'sort.prompty', sha256: createHash('sha256').update(PROMPT).digest('hex') };
  return routingConfigFor({ prompt, reference: BIG, stages: [stageFor(NANO)], ...parts });
}
