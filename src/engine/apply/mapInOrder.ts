/**
 * Works on up to `limit` items at once and gives the results in the items' order. Holds no more than `limit` items and results.
 *
 * When a piece of work rejects, no further item is taken, what is under way comes home, the results before it are given, and then its error is thrown.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  limit: number,
): AsyncGenerator<Result, void, undefined> {
  const underWay: Promise<Result>[] = [];
  let failed = false;
  try {
    for await (const item of items) {
      const result = work(item);
      result.catch(() => {
        failed = true; // the error itself is thrown below, when its turn comes
      });
      underWay.push(result);
      if (underWay.length >= limit) yield (await underWay.shift()) as Result;
      if (failed) break;
    }
    while (underWay.length > 0) yield (await underWay.shift()) as Result;
  } finally {
    await Promise.allSettled(underWay);
  }
}
