import { EndpointError } from './endpoint.ts';

export interface CompatibleServer {
  readonly baseURL: string;
  /** Answers carry what was charged, in USD. */
  readonly reportsCost?: boolean;
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** Servers that need no base URL. Any other name works with one. */
export const knownServers: ReadonlyMap<string, CompatibleServer> = new Map(
  Object.entries({
    ollama: { baseURL: 'http://127.0.0.1:11434/v1' },
    llamacpp: { baseURL: 'http://127.0.0.1:8080/v1' },
    vllm: { baseURL: 'http://127.0.0.1:8000/v1' },
    lmstudio: { baseURL: 'http://127.0.0.1:1234/v1' },
    openrouter: {
      baseURL: 'https://openrouter.ai/api/v1',
      reportsCost: true,
      extraBody: { usage: { include: true } },
    },
    groq: { baseURL: 'https://api.groq.com/openai/v1' },
    mistral: { baseURL: 'https://api.mistral.ai/v1' },
    together: { baseURL: 'https://api.together.xyz/v1' },
    fireworks: { baseURL: 'https://api.fireworks.ai/inference/v1' },
    deepseek: { baseURL: 'https://api.deepseek.com/v1' },
    cerebras: { baseURL: 'https://api.cerebras.ai/v1' },
  }),
);

/** @throws EndpointError for a server that is neither known nor configured. */
export function compatibleBaseURL(server: string, configured: string | undefined): string {
  const baseURL = configured ?? knownServers.get(server)?.baseURL;
  if (baseURL === undefined)
    throw new EndpointError(server, `none is configured, and only ${[...knownServers.keys()].join(', ')} need none`);
  return baseURL;
}
