import type { ModelId } from '../../core/models/chatModel.ts';

/** US dollars per million tokens. Notional: the sample models run on the user's own machine and nobody is charged for them. */
export interface SamplePrice {
  readonly model: ModelId;
  readonly inputUSDPerMillion: number;
  readonly outputUSDPerMillion: number;
  /** Always true, so that whatever shows the price can say that it is notional. */
  readonly notional: true;
}

/** Notional prices of the embedded family, spaced like those of a small, a middle and a large hosted model. */
export const samplePrices: readonly SamplePrice[] = [
  { model: 'sample/nano', inputUSDPerMillion: 0.1, outputUSDPerMillion: 0.4, notional: true },
  { model: 'sample/mini', inputUSDPerMillion: 0.4, outputUSDPerMillion: 1.6, notional: true },
  { model: 'sample/large', inputUSDPerMillion: 2.5, outputUSDPerMillion: 10, notional: true },
];

/** Notional too. */
export const sampleEmbeddingPrice: SamplePrice = {
  model: 'sample/embed',
  inputUSDPerMillion: 0.02,
  outputUSDPerMillion: 0,
  notional: true,
};
