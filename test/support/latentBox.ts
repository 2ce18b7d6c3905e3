import { extendedHash, finishedHash, startedHash } from '../../src/core/statistics/featureHash.ts';
import type { Fault } from '../../src/providers/sample/fault.ts';
import type { SampleRequestRecord } from '../../src/providers/sample/sampleRequestRecord.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';

const MODELS = { small: 'small', large: 'large' } as const;

/** What the models know of a ticket and its text does not show. */
interface Latent {
  readonly label: 'yes' | 'no';
  readonly isEasy: boolean;
  /** Whether the small model is right. */
  readonly isRight: boolean;
}

export function latentOf(text: string): Latent {
  const digit = (salt: number, of: number) => {
    let hash = startedHash(salt);
    for (let index = 0; index < text.length; index++) hash = extendedHash(hash, text.charCodeAt(index));
    return (finishedHash(hash) >>> 8) % of;
  };
  const isEasy = digit(91, 10) < 6;
  return { label: digit(92, 2) ? 'yes' : 'no', isEasy, isRight: isEasy ? digit(93, 200) > 0 : digit(93, 10) < 3 };
}

export interface LatentBox extends SampleServer {
  /** Calls by path's end (`completions`, `embeddings`). */
  readonly counts: Record<'chats' | 'embeddings', number>;
}

/**
 * A compatible server with two models, `small` and `large`, of which the small one is right on easy tickets only and always sure, and an embeddings model
 * `e5` that sees which are easy.
 */
export async function startLatentBox(
  fault: (record: SampleRequestRecord) => Fault | undefined = () => undefined,
): Promise<LatentBox> {
  const counts = { chats: 0, embeddings: 0 };
  const classify = (isRight: (latent: Latent) => boolean) => (text: string) => {
    const latent = latentOf(text);
    const other = latent.label === 'yes' ? 'no' : 'yes';
    const [label, rest] = isRight(latent) ? [latent.label, other] : [other, latent.label];
    return {
      label,
      probabilities: [
        { label, probability: 0.9 },
        { label: rest, probability: 0.1 },
      ],
    };
  };
  const server = await startSampleServer({
    models: [
      { name: MODELS.small, classify: classify(({ isRight }) => isRight) },
      { name: MODELS.large, classify: classify(() => true) },
    ],
    embeddings: {
      name: 'e5',
      embed: (text) => {
        const spread = Array.from(
          { length: 6 },
          (_, index) => Math.sin(text.length + (index + 1) * text.charCodeAt(text.length - 1)) / 10,
        );
        return [0.9, latentOf(text).isEasy ? 0.2 : -0.2, ...spread];
      },
    },
    onRequest: ({ body }) => {
      if (typeof body === 'object' && body !== null && 'input' in body) counts.embeddings++;
      else counts.chats++;
    },
    faults: (_, record) => fault(record),
  });
  return Object.assign(Object.create(server) as SampleServer, { counts });
}

/** `text,channel,pages` with as many rows; the channel tells which tickets are easy, the pages tell nothing. */
export function latentCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const text = `ticket ${index}`;
    return `${text},${latentOf(text).isEasy ? 'mail' : 'phone'},${(index * 7) % 13}\n`;
  });
  return ['text,channel,pages\n', ...lines].join('');
}

const price = (usd: number) => ({ inputUSDPer1M: usd, outputUSDPer1M: usd });

export const latentPrices = JSON.stringify({
  models: { 'compatible:box/small': price(0.1), 'compatible:box/large': price(10), 'compatible:box/e5': price(0.02) },
});
