import './errorNames.ts';

export { DowntierError } from '../core/errors.ts';
export { CallError } from '../core/models/callError.ts';
export { MissingKeyError } from '../core/models/keyVariables.ts';
export { ModelIdError } from '../core/models/modelId.ts';
export type { TokenUsage } from '../core/models/usage.ts';
export { MissingVariableError } from '../core/prompts/missingVariableError.ts';
export { RoutingConfigError, readRoutingConfig } from '../core/routing/readRoutingConfig.ts';
export type { RoutingConfig } from '../core/routing/routingConfig.ts';
export { PromptFileError } from '../node/loadPrompt.ts';
export { ProviderUnavailableError } from '../providers/createModel.ts';
export { EndpointError } from '../providers/endpoint.ts';
export type { Cascade, CascadeEvent, RunOptions } from './cascade.ts';
export {
  InputValueError,
  MissingColumnError,
  PathTimeoutError,
  PromptChangedError,
  StagesFailedError,
} from './errors.ts';
export { type LoadCascadeOptions, loadCascade } from './loadCascade.ts';
export type { CascadeResult, KeepReason, PathStep } from './result.ts';
export type { StudentDecision, StudentEvent, StudentSeat } from './student.ts';
export { StudentFileError } from './studentFileError.ts';
export type { Span, Tracer } from './tracer.ts';
