import assert from 'node:assert/strict';
import { mapInOrder } from '../../../src/engine/apply/mapInOrder.ts';

async function* numbers(count: number, taken: number[] = []) {
  for (let index = 0; index < count; index++) {
    taken.push(index);
    yield index;
  }
}

/** Work that is finished by hand. */
function workshop() {
  const open = new Map<number, { resolve(value: string): void; reject(error: Error): void }>();
  const work = (item: number) => new Promise<string>((resolve, reject) => open.set(item, { resolve, reject }));
  return { open, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('mapInOrder', () => {
  it('gives results in the order of the items, however they come home', async () => {
    const { open, work } = workshop();
    const given: string[] = [];
    const all = (async () => {
      for await (const result of mapInOrder(numbers(3), work, 3)) given.push(result);
    })();
    await turn();
    open.get(2)?.resolve('c');
    open.get(1)?.resolve('b');
    await turn();
    assert.deepEqual(given, []);
    open.get(0)?.resolve('a');
    await all;
    assert.deepEqual(given, ['a', 'b', 'c']);
  });

  it('has no more under way than the limit', async () => {
    let underWay = 0;
    let most = 0;
    const work = async (item: number) => {
      most = Math.max(most, ++underWay);
      await turn();
      underWay--;
      return item;
    };
    const results: number[] = [];
    for await (const result of mapInOrder(numbers(50), work, 4)) results.push(result);
    assert.equal(most, 4);
    assert.equal(results.length, 50);
  });

  it('after a failure takes no further item, lets the others come home, and gives what stands before it', async () => {
    const taken: number[] = [];
    const home: number[] = [];
    const work = async (item: number) => {
      await turn();
      if (item === 3) throw new Error('no');
      await turn();
      home.push(item);
      return item;
    };
    const given: number[] = [];
    await assert.rejects(async () => {
      for await (const result of mapInOrder(numbers(1000, taken), work, 8)) given.push(result);
    }, /no/);
    assert.deepEqual(given, [0, 1, 2]);
    assert.ok(taken.length <= 12, `${taken.length} items were taken`);
    assert.equal(home.length, taken.length - 1);
  });

  it('lets what is under way come home when its consumer stops', async () => {
    let home = 0;
    const work = async () => {
      await turn();
      home++;
    };
    for await (const _ of mapInOrder(numbers(100), work, 5)) break;
    assert.ok(home >= 5);
  });
});
