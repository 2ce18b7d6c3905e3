import type { RoutingConfig } from './routingConfig.ts';

/** Deterministic text: keys in the order above, two spaces, a final newline; so that diffs show what changed and nothing else. */
export function routingConfigText(config: RoutingConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
