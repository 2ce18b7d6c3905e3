import assert from 'node:assert/strict';
import { retirementOf } from '../../../src/core/models/retirements.ts';

describe('retirementOf', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['openai/gpt-5', '2026-12-11'],
    ['openai/gpt-5-nano-2025-08-07', '2026-12-11'],
    ['openai/gpt-4o-mini', '2027-01-14'],
    ['openai/gpt-4o-2024-08-06', '2027-01-14'],
    ['openai/gpt-4o-2024-05-13', '2026-10-23'],
    ['openai/gpt-5.1', undefined],
    ['openai/gpt-4o-audio', undefined],
    ['compatible:box/gpt-5', undefined],
    ['sample/nano', undefined],
  ];
  for (const [id, day] of cases) {
    it(`${id}: ${day ?? 'nothing known'}`, () => assert.equal(retirementOf(id)?.retiresOn, day));
  }
});
