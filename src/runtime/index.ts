export { RoutingConfigError, readRoutingConfig } from '../core/routing/readRoutingConfig.ts';
export type { RoutingConfig } from '../core/routing/routingConfig.ts';
