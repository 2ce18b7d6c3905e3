import assert from 'node:assert/strict';
import { type OptionalPart, ParameterProbe, type ProbedCall } from '../../src/providers/parameterProbe.ts';

class Refusal extends Error {
  readonly named: OptionalPart | undefined;

  constructor(named?: OptionalPart) {
    super('refused');
    this.named = named;
  }
}

const quiet = new AbortController().signal;

/** A call to a model that takes only some parts; `log` gets the parts of each attempt. */
function callTo(
  taken: readonly OptionalPart[],
  wanted: readonly OptionalPart[],
  log: string[] = [],
  names = false,
): ProbedCall<string> {
  return {
    wanted,
    signal: quiet,
    async attempt(parts) {
      log.push([...parts].join('+'));
      await Promise.resolve();
      const bad = [...parts].find((part) => !taken.includes(part));
      if (bad) throw new Refusal(names ? bad : undefined);
      return 'answer';
    },
    refused: (error) => (error instanceof Refusal ? (error.named ?? 'unnamed') : undefined),
  };
}

describe('ParameterProbe', () => {
  const verdicts: readonly {
    readonly taken: readonly OptionalPart[];
    readonly names: boolean;
    readonly log: readonly string[];
    readonly takes: readonly (boolean | undefined)[];
  }[] = [
    { taken: ['logprobs', 'sampling'], names: false, log: ['logprobs+sampling'], takes: [true, true] },
    { taken: ['sampling'], names: false, log: ['logprobs+sampling', 'sampling'], takes: [false, true] },
    { taken: ['sampling'], names: true, log: ['logprobs+sampling', 'sampling'], takes: [false, true] },
    { taken: ['logprobs'], names: true, log: ['logprobs+sampling', 'logprobs'], takes: [true, false] },
    { taken: [], names: true, log: ['logprobs+sampling', 'sampling', ''], takes: [false, false] },
    { taken: [], names: false, log: ['logprobs+sampling', 'sampling', ''], takes: [false, false] },
  ];
  for (const { taken, names, log: expected, takes } of verdicts) {
    it(`learns that a model takes ${taken.join(' and ') || 'nothing'}, ${names ? 'named' : 'unnamed'}`, async () => {
      const probe = new ParameterProbe();
      const log: string[] = [];
      assert.equal(await probe.send(callTo(taken, ['logprobs', 'sampling'], log, names)), 'answer');
      assert.deepEqual(log, expected);
      assert.deepEqual([probe.takes('logprobs'), probe.takes('sampling')], takes);
      await probe.send(callTo(taken, ['logprobs', 'sampling'], log, names));
      assert.deepEqual(log.length, expected.length + 1, 'the second call is sent once');
    });
  }

  it('lets at most one call be refused, however many start at once', async () => {
    const probe = new ParameterProbe();
    const log: string[] = [];
    await Promise.all(Array.from({ length: 20 }, () => probe.send(callTo([], ['logprobs'], log))));
    assert.deepEqual(log, ['logprobs', ...Array.from({ length: 20 }, () => '')]);
  });

  it('holds no call that asks for nothing, or for what is known to be taken', async () => {
    const probe = new ParameterProbe(['sampling']);
    let release: () => void = () => assert.fail('the probing call was not attempted');
    const held = new Promise<string>((resolve) => {
      release = () => resolve('late');
    });
    const probing = probe.send({ ...callTo([], ['logprobs']), attempt: () => held });
    const log: string[] = [];
    await probe.send(callTo([], [], log));
    await probe.send(callTo(['sampling'], ['sampling'], log));
    assert.deepEqual(log, ['', 'sampling']);
    release();
    assert.equal(await probing, 'late');
  });

  it('learns nothing from a call that is refused either way, or fails otherwise', async () => {
    const probe = new ParameterProbe();
    const log: string[] = [];
    const hopeless: ProbedCall<string> = {
      ...callTo([], ['logprobs', 'sampling']),
      async attempt(parts) {
        log.push([...parts].join('+'));
        throw new Refusal();
      },
    };
    await assert.rejects(probe.send(hopeless), Refusal);
    assert.deepEqual(log, ['logprobs+sampling', 'sampling', '']);
    const broken = { ...hopeless, attempt: () => Promise.reject(new RangeError('broken')) };
    await assert.rejects(probe.send(broken), RangeError);
    assert.deepEqual([probe.takes('logprobs'), probe.takes('sampling')], [undefined, undefined]);
    await probe.send(callTo(['logprobs'], ['logprobs']));
    assert.equal(probe.takes('logprobs'), true);
  });

  it('lays no unnamed refusal on parts that the model has taken before', async () => {
    const probe = new ParameterProbe();
    await probe.send(callTo(['logprobs'], ['logprobs']));
    const log: string[] = [];
    await assert.rejects(probe.send({ ...callTo([], ['logprobs'], log) }), Refusal);
    assert.deepEqual(log, ['logprobs']);
    assert.equal(probe.takes('logprobs'), true);
  });

  it('stops waiting for the verdict when aborted', async () => {
    const probe = new ParameterProbe();
    const never = new Promise<string>(() => {});
    void probe.send({ ...callTo([], ['logprobs']), attempt: () => never });
    const controller = new AbortController();
    const waiting = probe.send({ ...callTo([], ['logprobs']), signal: controller.signal });
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
  });

  it('gives up a part on request', async () => {
    const probe = new ParameterProbe(['logprobs']);
    probe.giveUp('logprobs');
    const log: string[] = [];
    await probe.send(callTo(['logprobs'], ['logprobs'], log));
    assert.deepEqual([probe.takes('logprobs'), log], [false, ['']]);
  });
});
