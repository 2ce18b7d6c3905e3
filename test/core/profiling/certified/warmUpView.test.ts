import assert from 'node:assert/strict';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import type { Chain } from '../../../../src/core/profiling/certified/chain.ts';
import { SignalTable } from '../../../../src/core/profiling/certified/signalTable.ts';
import { WarmUpView } from '../../../../src/core/profiling/certified/warmUpView.ts';
import { createRandom } from '../../../../src/core/random.ts';

const certainty = [{ kind: 'certainty' } as const];

/** `first` in front of another, both kept where they are sure. */
function pairWith(last: string): Chain {
  return {
    stages: [
      { model: 'first', signals: certainty },
      { model: last, signals: certainty },
    ],
    caution: 1,
  };
}

/** Three models, of which `second` fails on row 3 and `third` on row 20. */
function rowsOf(): SheetRow[] {
  const random = createRandom(3);
  return Array.from({ length: 40 }, (_, place) => {
    const models = ['first', 'second', 'third'].filter(
      (model) => !(model === 'second' && place === 3) && !(model === 'third' && place === 20),
    );
    const answers = models.map((model) => {
      const tokenProbability = random.uniform();
      const answer = { model, text: 'x', tokenProbability };
      return [model, { answer, costUSD: 1, deviates: random.uniform() > tokenProbability }] as const;
    });
    return { place, facts: { chance: random.uniform() }, referenceCostUSD: 10, answers: new Map(answers) };
  });
}

describe('WarmUpView', () => {
  it('scores each chain on its own rows, though others have as many', () => {
    const rows = rowsOf();
    const view = new WarmUpView(rows, new SignalTable({}));
    const together = ['second', 'third'].map((last) => view.compared(pairWith(last)).scores.of(pairWith(last)));
    const alone = ['second', 'third'].map((last) => {
      const own = new WarmUpView(rows, new SignalTable({}));
      return own.compared(pairWith(last)).scores.of(pairWith(last));
    });
    for (const [index, scores] of together.entries())
      for (const [stage, values] of scores.entries())
        for (const [row, score] of [...(values as Float64Array)].entries())
          assert.ok(Math.abs(score - alone[index]![stage]![row]!) < 1e-3, `${index} ${stage} ${row}`);
  });

  it('scores a stage once for all chains that are compared on the same rows', () => {
    const rows = rowsOf().filter(({ place }) => place !== 3 && place !== 20);
    const view = new WarmUpView(rows, new SignalTable({}));
    const [one, other] = ['second', 'third'].map((last) => view.compared(pairWith(last)).scores);
    assert.equal(one!.of(pairWith('second'))[0], other!.of(pairWith('third'))[0]);
  });
});
