import { rangeOfOffsets } from '../../core/findings.ts';
import { JsonPlaces } from '../../core/jsonPlaces.ts';
import { RoutingConfigError, readRoutingConfig } from '../../core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import type { PlaceInConfig, PlaceQuestion } from './analysisProtocol.ts';

/** Which field of a config stands at an offset. */
export function placeInConfig({ file, text, offset }: PlaceQuestion): PlaceInConfig | undefined {
  const config = readable(file, text);
  if (!config) return undefined;
  const places = new JsonPlaces(text);
  const path = places.pathAt(offset);
  return path && { config, path, range: places.rangeOf(path) ?? rangeOfOffsets(text, offset, offset) };
}

function readable(file: string, text: string): RoutingConfig | undefined {
  try {
    return readRoutingConfig(file, text);
  } catch (error) {
    if (error instanceof RoutingConfigError) return undefined; // the diagnostics say what is wrong
    throw error;
  }
}
