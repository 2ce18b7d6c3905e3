import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import type { GuaranteeEvent } from '../../../src/core/students/liveGuarantee.ts';
import { Student, type StudentDecision, type StudentOptions } from '../../../src/core/students/student.ts';
import { StudentStateError } from '../../../src/core/students/studentStateError.ts';

const subjects = {
  billing: ['invoice', 'refund', 'charged', 'payment', 'card', 'price'],
  bug: ['crash', 'error', 'broken', 'freezes', 'bug', 'fails'],
  praise: ['love', 'great', 'thanks', 'wonderful', 'happy', 'best'],
};
const labels = Object.keys(subjects);
const fillers = ['the', 'app', 'today', 'again', 'please', 'my', 'account', 'really', 'when', 'it'];

interface Ticket {
  readonly text: string;
  readonly label: string;
}

/** Invented tickets of ten words, two of them of their subject; some carry no such word and can only be guessed. */
function tickets(count: number, seed: number): Ticket[] {
  const random = createRandom(seed);
  const pick = (words: readonly string[]) => words[random.integer(words.length)]!;
  return Array.from({ length: count }, () => {
    const label = pick(labels);
    const telling = random.uniform() < 0.15 ? fillers : subjects[label as keyof typeof subjects];
    const words = [...Array.from({ length: 8 }, () => pick(fillers)), pick(telling), pick(telling)];
    return { text: words.join(' '), label };
  });
}

const base: StudentOptions = { labels, promptSha256: 'abc', seed: 7, aim: { kind: 'tradeoff', mu: 0.2 } };

function run(student: Student, stream: readonly Ticket[], expert = (ticket: Ticket) => ticket.label) {
  return stream.map((ticket): StudentDecision => {
    const decision = student.decide(ticket.text);
    if (decision.kind === 'ask') student.learn(decision, expert(ticket));
    return decision;
  });
}

function keptOf(decisions: readonly StudentDecision[], stream: readonly Ticket[]) {
  const kept = decisions.flatMap((decision, i) =>
    decision.kind === 'answer' ? [decision.label === stream[i]!.label] : [],
  );
  return { share: kept.length / stream.length, accuracy: kept.filter(Boolean).length / kept.length };
}

describe('Student', () => {
  const stream = tickets(2000, 1);
  let decisions: readonly StudentDecision[];
  before(() => {
    decisions = run(new Student(base), stream);
  });

  it('asks about everything while it warms up, then answers most items, nearly all of them right', () => {
    const warmUp = decisions.findIndex((decision) => decision.kind === 'answer' || decision.reason !== 'warmUp');
    assert.equal(warmUp, 80); // ten batches of eight labels
    const late = keptOf(decisions.slice(1000), stream.slice(1000));
    assert.ok(late.share > 0.6 && late.accuracy > 0.97, JSON.stringify(late));
  });

  it('asks about what cannot be known', () => {
    const unclear = stream.map(
      ({ text }) =>
        !Object.values(subjects)
          .flat()
          .some((word) => text.includes(word)),
    );
    const kept = decisions.filter((decision, i) => i >= 1000 && unclear[i] && decision.kind === 'answer');
    assert.ok(kept.length < 30, `${kept.length} kept`);
  });

  it('jumps to the expert less and less', () => {
    const jumps = decisions.map((d) => d.kind === 'ask' && d.reason === 'jump');
    const first = jumps.slice(0, 500).filter(Boolean).length;
    const last = jumps.slice(1500).filter(Boolean).length;
    assert.ok(first > 100 && last < 0.6 * first, `${first}, then ${last}`);
  });

  for (const share of [0.1, 0.3, 0.6])
    it(`calls the expert for ${share} of the items when that is its budget`, () => {
      const aim = { kind: 'budget', share, items: stream.length } as const;
      const asked =
        run(new Student({ ...base, aim }), stream).filter(({ kind }) => kind === 'ask').length / stream.length;
      assert.ok(Math.abs(asked - share) < 0.01, `${asked}`);
    });

  it('keeps to the rate of deviations that it aims for', () => {
    const aim = { kind: 'deviation', rate: 0.02 } as const;
    const long = tickets(4000, 5);
    const { share, accuracy } = keptOf(run(new Student({ ...base, aim }), long), long);
    assert.ok(share * (1 - accuracy) < 0.03 && share > 0.3, `${share} kept, ${accuracy} right`);
  });

  it('decides the same for the same seed, and otherwise for another', () => {
    const kinds = (seed: number) =>
      run(new Student({ ...base, seed }), stream.slice(0, 500)).map(({ kind, probability }) => [kind, probability]);
    assert.deepEqual(kinds(7), kinds(7));
    assert.notDeepEqual(kinds(7), kinds(8));
  });

  it('learns from embeddings where the text says nothing', () => {
    const random = createRandom(2);
    const student = new Student({ ...base, embeddingLength: 3 });
    let right = 0;
    let kept = 0;
    for (let t = 0; t < 1500; t++) {
      const label = random.integer(3);
      const decision = student.decide(
        'always the same',
        labels.map((_, k) => Number(k === label) + random.uniform() - 0.5),
      );
      if (decision.kind === 'ask') student.learn(decision, labels[label]!);
      else if (t >= 1000) {
        kept++;
        if (decision.label === labels[label] && decision.level === 2) right++;
      }
    }
    assert.ok(kept > 300 && right / kept > 0.95, `${right} of ${kept}`);
    assert.throws(() => student.decide('without'), RangeError);
  });

  it('learns nothing from an answer that is no label', () => {
    const student = new Student(base);
    run(student, stream.slice(0, 100), () => 'I am sorry');
    const decision = student.decide('refund');
    assert.equal(decision.kind === 'ask' && decision.reason, 'warmUp');
  });

  it('refuses fewer than two labels', () => {
    assert.throws(() => new Student({ ...base, labels: ['one', 'one'] }), RangeError);
  });
});

describe('Student with a guarantee', () => {
  const guarantee = { delta: 0.1 };

  it('goes live when it has earned it, and is suspended when the expert changes its mind', () => {
    const events: GuaranteeEvent[] = [];
    // It keeps whatever it thinks of it, so that only the guarantee can stop it.
    const aim = { kind: 'tradeoff', mu: 1 } as const;
    const onEvent = (event: GuaranteeEvent) => events.push(event);
    const student = new Student({ ...base, aim, guarantee: { delta: 0.3 }, onEvent });
    const stream = tickets(3000, 3);
    const turned = (ticket: Ticket) => labels[(labels.indexOf(ticket.label) + 1) % labels.length]!;
    run(student, stream.slice(0, 1500));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['engaged'],
    );
    const earlier = student.standing!;
    assert.ok(earlier.kept > 500 && earlier.deviationsAtMost <= earlier.deviationsAllowed, JSON.stringify(earlier));
    run(student, stream.slice(1500), turned);
    assert.deepEqual(
      events.slice(1, 3).map(({ kind }) => kind),
      ['rested', 'suspended'],
    );
  });

  it('counts an audit that failed as a deviation', () => {
    const student = new Student({ ...base, guarantee });
    const stream = tickets(3000, 3);
    run(student, stream);
    const earlier = student.standing!;
    for (const { text } of stream) {
      const decision = student.decide(text);
      if (decision.kind !== 'ask' || decision.reason !== 'audit') continue;
      student.lose(decision);
      break;
    }
    assert.ok(student.standing!.deviationsAtMost > earlier.deviationsAtMost);
  });
});

describe('a snapshot of a student', () => {
  const stream = tickets(3000, 1);
  const options: StudentOptions = { ...base, guarantee: { delta: 0.1 } };
  const taught = new Student(options);
  run(taught, stream.slice(0, 2000));
  const state = JSON.parse(JSON.stringify(taught.snapshot()));

  it('goes on where it was', () => {
    const restored = new Student({ ...options, state });
    assert.deepEqual(restored.standing, taught.standing);
    const [before, after] = [taught, restored].map((student) =>
      keptOf(run(student, stream.slice(2000)), stream.slice(2000)),
    );
    assert.ok(Math.abs(after!.share - before!.share) < 0.1, `${before!.share} and ${after!.share}`);
    assert.ok(after!.accuracy > before!.accuracy - 0.02, `${before!.accuracy} and ${after!.accuracy}`);
  });

  it('counts its reserve as deviations, however well audits went', () => {
    const reserved = JSON.parse(JSON.stringify(taught.snapshot({ reserve: 40 })));
    const [plain, cautious] = [state, reserved].map((each) => new Student({ ...options, state: each }).standing!);
    assert.ok(cautious!.deviationsAtMost >= 40);
    assert.ok(cautious!.deviationsAtMost > plain!.deviationsAtMost);
    assert.ok(cautious!.deviationsAtMost <= plain!.deviationsAtMost + 40);
  });

  it('has the knowledge of the last one while little has been learned since, and always the counts of now', () => {
    const student = new Student({ ...options, state });
    const first = student.snapshot();
    run(student, stream.slice(2000, 2300));
    const stale = student.snapshot({ mostStale: 1000 });
    assert.deepEqual(stale.levels, first.levels);
    assert.equal(stale.guarantee?.items, first.guarantee!.items + 300);
    assert.notDeepEqual(student.snapshot().levels, first.levels);
  });

  it('is no larger than can be committed, and holds no text', () => {
    const text = JSON.stringify(state);
    assert.ok(text.length < 300_000, `${text.length}`);
    assert.ok(!text.includes('refund'));
  });

  const damaged: readonly (readonly [string, string, unknown, Partial<StudentOptions>?])[] = [
    ['of a later version', 'newer', { ...state, version: 2, levels: 'unheard of' }],
    ['of another prompt', 'foreign', state, { promptSha256: 'def' }],
    ['of other labels', 'foreign', state, { labels: ['a', 'b', 'c'] }],
    ['of a student with embeddings', 'foreign', state, { embeddingLength: 3 }],
    ['without levels', 'damaged', { ...state, levels: [] }],
    ['without a version', 'damaged', { ...state, version: undefined }],
    ['that is a text', 'damaged', '{"version":1'],
    ['with weights cut short', 'damaged', withWeights(state, (packed) => packed.slice(0, 401))],
    ['with weights cut to nothing', 'damaged', withWeights(state, () => '')],
    ['with weights that are not base64', 'damaged', withWeights(state, (packed) => `%${packed.slice(1)}`)],
    ['with counts below zero', 'damaged', { ...state, items: -1 }],
  ];
  for (const [name, fault, value, changed] of damaged)
    it(`${name} is refused as ${fault}`, () => {
      assert.throws(
        () => new Student({ ...options, ...changed, state: value }),
        (error) => error instanceof StudentStateError && error.fault === fault,
      );
    });
});

function withWeights(state: { levels: { weights: string[] }[] }, change: (packed: string) => string) {
  const [first, ...others] = state.levels;
  return { ...state, levels: [{ ...first, weights: first!.weights.map(change) }, ...others] };
}
