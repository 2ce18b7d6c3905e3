import assert from 'node:assert/strict';
import { SpendingCap } from '../../../src/core/calls/spendingCap.ts';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import { createRandom } from '../../../src/core/random.ts';

describe('SpendingCap', () => {
  it('refuses a call that alone could break the cap', async () => {
    const cap = new SpendingCap(1);
    await assert.rejects(cap.reserve(1.01), (error) => {
      assert.ok(error instanceof SpendingCapError);
      assert.deepEqual([error.capUSD, error.spentUSD, error.neededUSD], [1, 0, 1.01]);
      return true;
    });
  });

  it('lets a call wait until a cheaper one than feared is settled', async () => {
    const cap = new SpendingCap(10);
    const first = await cap.reserve(8);
    let second = false;
    const waiting = cap.reserve(5).then(() => {
      second = true;
    });
    await Promise.resolve();
    assert.equal(second, false);
    first.settle(2);
    await waiting;
    assert.equal(second, true);
    assert.equal(cap.spentUSD, 2);
  });

  it('refuses the waiting call when nothing is left to wait for', async () => {
    const cap = new SpendingCap(10);
    const first = await cap.reserve(8);
    const waiting = cap.reserve(5);
    first.settle(7);
    await assert.rejects(waiting, SpendingCapError);
  });

  it('counts what earlier runs paid', async () => {
    const cap = new SpendingCap(10);
    cap.charge(9);
    await assert.rejects(cap.reserve(2), SpendingCapError);
    (await cap.reserve(1)).settle(1);
    assert.equal(cap.spentUSD, 10);
  });

  it('never lets the sum of real costs over the cap, whatever the order in which calls end', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const cap = new SpendingCap(20);
      let spent = 0;
      let refused = 0;
      const settles: (() => void)[] = [];
      const calls = Array.from({ length: 40 }, async () => {
        const worst = random.uniform() * 3;
        try {
          const reservation = await cap.reserve(worst);
          settles.push(() => {
            const cost = worst * random.uniform();
            spent += cost;
            reservation.settle(cost);
          });
        } catch (error) {
          assert.ok(error instanceof SpendingCapError);
          refused++;
        }
      });
      const done = Promise.all(calls);
      for (let turn = 0; turn < 400; turn++) {
        await Promise.resolve();
        if (settles.length > 0) settles.splice(random.integer(settles.length), 1)[0]!();
      }
      await done;
      assert.ok(spent <= 20, `seed ${seed}: spent ${spent}`);
      assert.ok(Math.abs(cap.spentUSD - spent) < 1e-9);
      assert.ok(refused < 40);
    }
  });

  for (const bad of [-1, Number.NaN]) {
    it(`refuses ${bad} as a cap or a worst case`, async () => {
      assert.throws(() => new SpendingCap(bad), RangeError);
      await assert.rejects(new SpendingCap(1).reserve(bad), RangeError);
    });
  }
});
