import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { SampleModel } from '../../../src/providers/sample/sampleModel.ts';

export const apiKey = 'key-of-the-sample';
export const system = 'Name the topic.';
export const ticket = 'feature_request: dark mode 😵';
/** By the server's plain rule; the emoji has four bytes. */
export const promptTokens = Math.ceil((system.length + ticket.length - 2 + 4) / 4);

/** Knows three labels and reads the first word. */
export const reader: SampleModel = {
  name: 'sample/reader',
  classify(text) {
    const label = /^\w+/.exec(text)?.[0] ?? 'bug';
    const others = ['feature_request', 'bug', 'billing'].filter((other) => other !== label);
    return {
      label,
      probabilities: [
        { label, probability: 0.75 },
        { label: others[0]!, probability: 0.25 },
        { label: others[1]!, probability: 0 },
      ],
    };
  },
};

export const openaiBody = {
  model: 'reader',
  messages: [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: ticket },
  ],
};

export const anthropicBody = {
  model: 'sample/reader',
  max_tokens: 100,
  system,
  messages: [{ role: 'user' as const, content: ticket }],
};

interface ClientOptions {
  readonly apiKey?: string;
  readonly timeout?: number;
}

export function openaiClient(url: string, options: ClientOptions = {}): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0, ...options });
}

export function anthropicClient(url: string, options: ClientOptions = {}): Anthropic {
  return new Anthropic({ apiKey, baseURL: url, maxRetries: 0, ...options });
}

/** An SDK's error class or one of its subclasses. */
export type ErrorClass<C extends abstract new (...args: never[]) => unknown> = abstract new (
  ...args: never[]
) => InstanceType<C>;
