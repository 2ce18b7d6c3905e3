import assert from 'node:assert/strict';
import { readTrainingRows, TrainingFileError } from '../../../src/providers/sample/trainingFile.ts';

describe('readTrainingRows', () => {
  it('keeps ticket and label, and passes over empty lines', () => {
    const text =
      '{"ticket": "no payout", "channel": "chat", "label": "billing"}\n\n{"ticket": "hi", "label": "how_to"}\n';
    assert.deepEqual(readTrainingRows(text, 'training.jsonl'), [
      { ticket: 'no payout', label: 'billing' },
      { ticket: 'hi', label: 'how_to' },
    ]);
  });

  for (const bad of ['{"ticket": "no label"}', 'not JSON', '[]', '{"ticket": 1, "label": "bug"}'])
    it(`names the line of ${bad}`, () => {
      const text = `{"ticket": "hi", "label": "how_to"}\n\n${bad}\n`;
      assert.throws(
        () => readTrainingRows(text, 'training.jsonl'),
        (error) =>
          error instanceof TrainingFileError && error.line === 3 && error.message.startsWith('training.jsonl:3:'),
      );
    });
});
