import { DowntierError } from '../core/errors.ts';
import { CallError } from '../core/models/callError.ts';
import { MissingKeyError } from '../core/models/keyVariables.ts';
import { ModelIdError } from '../core/models/modelId.ts';
import { MissingVariableError } from '../core/prompts/missingVariableError.ts';
import { RoutingConfigError } from '../core/routing/readRoutingConfig.ts';
import { PromptFileError } from '../node/loadPrompt.ts';
import { ProviderUnavailableError } from '../providers/createModel.ts';
import { EndpointError } from '../providers/endpoint.ts';
import {
  InputValueError,
  MissingColumnError,
  PathTimeoutError,
  PromptChangedError,
  StagesFailedError,
} from './errors.ts';
import { StudentFileError } from './studentFileError.ts';

/** What `loadCascade` and `run` reject with. */
const errors = {
  CallError,
  DowntierError,
  EndpointError,
  InputValueError,
  MissingColumnError,
  MissingKeyError,
  MissingVariableError,
  ModelIdError,
  PathTimeoutError,
  PromptChangedError,
  PromptFileError,
  ProviderUnavailableError,
  RoutingConfigError,
  StagesFailedError,
  StudentFileError,
};

// The bundle is minified, which shortens the names of classes too, and an error's name is read by people.
for (const [name, type] of Object.entries(errors)) Object.defineProperty(type, 'name', { value: name });
