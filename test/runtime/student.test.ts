import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../src/core/random.ts';
import { RoutingConfigError } from '../../src/core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import type { StudentState } from '../../src/core/students/studentState.ts';
import type { Cascade, CascadeEvent } from '../../src/runtime/cascade.ts';
import { type OpenCascadeOptions, openCascade } from '../../src/runtime/openCascade.ts';
import { StudentFileError } from '../../src/runtime/studentFileError.ts';
import { BIG, cascadeConfig, cascadeFolder, stageFor } from '../support/cascadeFolder.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { FakeModel, replyOf } from '../support/fakeModel.ts';
import { priceBookFor } from '../support/priceBookFor.ts';
import { type ProfileFolder, removeProfileFolders } from '../support/profileFolder.ts';

const labels = ['billing', 'login', 'bug'] as const;
const words = {
  billing: ['invoice', 'refund', 'charged'],
  login: ['password', 'account', 'locked'],
  bug: ['crash', 'freezes', 'error'],
};

/** Invented tickets, easily told apart. */
function tickets(count: number, seed = 1) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const label = labels[random.integer(labels.length)] ?? 'bug';
    const word = () => words[label][random.integer(3)] ?? '';
    return { text: `${word()} ${word()} again, number ${index}`, label };
  });
}

const student = { file: 'sort.student.json', delta: 0.2, confidence: 0.95 };
const evidence = {
  ...cascadeConfig().evidence,
  equivalence: { name: 'label', reason: 'asked for', labels: [...labels] },
};

function studentFolder(parts: Partial<RoutingConfig> = {}): ProfileFolder {
  return cascadeFolder({ stages: [stageFor(BIG)], kind: 'reference', student, evidence, ...parts });
}

/** The stage answers with what `answerTo` says. */
function open(
  { config }: ProfileFolder,
  answerTo: (text: string) => string,
  options: OpenCascadeOptions = {},
): Promise<Cascade> {
  const model = new FakeModel(BIG, ({ messages }) => replyOf(answerTo(messages.at(-1)?.content ?? '')));
  return openCascade(config, options, {
    modelOf: async () => model,
    embeddingModelOf: () => Promise.reject(new Error('this config has no embeddings')),
    prices: priceBookFor({}),
  });
}

function expertOf(stream: readonly { text: string; label: string }[]) {
  const answers = new Map(stream.map(({ text, label }) => [text, label]));
  return (message: string) => answers.get(/<ticket>\s*(.*?)\s*<\/ticket>/s.exec(message)?.[1] ?? '') ?? 'none';
}

async function runAll(cascade: Cascade, stream: readonly { text: string }[]) {
  const results = [];
  for (const { text } of stream) results.push(await cascade.run({ text }));
  return results;
}

const stateFile = ({ path }: ProfileFolder) => join(path, student.file);
const stateIn = (folder: ProfileFolder) => JSON.parse(readFileSync(stateFile(folder), 'utf8')) as StudentState;

after(removeProfileFolders);

describe('a cascade with a student', () => {
  const stream = tickets(1500);

  it('starts anew without a file, learns from the stages, answers, and says what both promise', async () => {
    const folder = studentFolder();
    const events: CascadeEvent[] = [];
    const cascade = await open(folder, expertOf(stream), { onEvent: (event) => events.push(event) });
    const results = await runAll(cascade, stream);
    const kept = results.filter(({ model }) => model === 'student');
    const right = results.filter(({ output }, index) => output === stream[index]?.label);
    assert.ok(kept.length > 300, `${kept.length} kept`);
    assert.ok(right.length > 0.95 * stream.length, `${right.length} right`);
    assert.ok(kept.every(({ costUSD, signals }) => costUSD === 0 && signals['level'] === 1));
    assert.deepEqual(cascade.promise, { delta: 0.25, confidence: 0.9 });
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'student' ? event.kind : [])),
      ['live'],
    );
    assert.equal(events.filter(({ type }) => type === 'done').length, stream.length);
    await cascade.close();
    assert.equal(stateIn(folder).guarantee?.kept, kept.length);
    assert.ok(readFileSync(stateFile(folder)).length < 1_000_000);
    assert.ok(!existsSync(`${stateFile(folder)}.lock`));
  });

  it('takes the same way through the same stream every time, and goes on where it was closed', async () => {
    const waysOf = async () => {
      const folder = studentFolder();
      const models: string[] = [];
      for (const part of [stream.slice(0, 1000), stream.slice(1000)]) {
        const cascade = await open(folder, expertOf(stream));
        models.push(...(await runAll(cascade, part)).map(({ model }) => model));
        await cascade.close();
      }
      return { models, state: readFileSync(stateFile(folder), 'utf8') };
    };
    const first = await waysOf();
    assert.deepEqual(await waysOf(), first);
    assert.ok(first.models.slice(1000, 1050).includes('student'), 'it is live right after it was opened again');
  });

  it('rests or is suspended when the stages change their mind, and keeps within delta', async () => {
    const folder = studentFolder();
    const shifted = stream.map(({ text, label }, index) => ({
      text,
      label: index < 900 ? label : (labels[(labels.indexOf(label) + 1) % 3] ?? label),
    }));
    const kinds: string[] = [];
    const onEvent = (event: CascadeEvent) => event.type === 'student' && kinds.push(event.kind);
    const cascade = await open(folder, expertOf(shifted), { onEvent });
    const results = await runAll(cascade, shifted);
    const deviating = results.filter(({ output }, index) => output !== shifted[index]?.label).length;
    assert.ok(deviating <= student.delta * stream.length, `${deviating} deviate`);
    assert.deepEqual(kinds.slice(0, 2), ['live', 'rested']);
    await cascade.close();
  });

  it('vouches on disk, before it answers, for what a program that dies will have kept', async () => {
    const folder = studentFolder();
    const cascade = await open(folder, expertOf(stream));
    await runAll(cascade, stream.slice(0, 1000));
    const left = stateIn(folder).guarantee; // as a crash would leave it
    await cascade.close();
    assert.equal(left?.unwatched, 100);
    assert.equal(stateIn(folder).guarantee?.unwatched, 0);
  });

  it('does not keep what it cannot save, and says so once', async () => {
    const folder = studentFolder();
    const told: CascadeEvent[] = [];
    const onEvent = (event: CascadeEvent) => event.type === 'student' && told.push(event);
    const cascade = await open(folder, expertOf(stream), { onEvent });
    mkdirSync(join(stateFile(folder), 'in the way'), { recursive: true });
    const results = await runAll(cascade, stream);
    assert.ok(results.every(({ model }) => model === BIG));
    assert.equal(told.length, 1);
    assert.equal((await caughtFrom(cascade.close(), StudentFileError)).fault, 'unwritable');
  });

  it('goes on when the stages fail, and counts an audit without an answer as a deviation', async () => {
    const folder = studentFolder();
    const expert = expertOf(stream);
    let fails = false;
    const cascade = await open(folder, (message) => {
      if (fails) throw new Error('down');
      return expert(message);
    });
    await runAll(cascade, stream.slice(0, 1200));
    fails = true;
    const outcomes = await Promise.allSettled(stream.slice(1200).map(({ text }) => cascade.run({ text })));
    const failed = outcomes.filter(({ status }) => status === 'rejected').length;
    assert.ok(0 < failed && failed < 150, `${failed} failed`);
    await cascade.close();
    const { guarantee } = stateIn(folder);
    assert.ok(guarantee && guarantee.lost > 0 && guarantee.lost <= failed, JSON.stringify(guarantee));
    assert.equal(guarantee.items, stream.length);
  });

  it('serves many at once, and learns from all that the stages answer', async () => {
    const folder = studentFolder();
    const cascade = await open(folder, expertOf(stream));
    for (let start = 0; start < stream.length; start += 100)
      await Promise.all(stream.slice(start, start + 100).map(({ text }) => cascade.run({ text })));
    await cascade.close();
    const { items, labelled, guarantee } = stateIn(folder);
    assert.equal(items, stream.length);
    assert.equal(labelled + (guarantee?.kept ?? 0), stream.length);
    assert.equal(guarantee?.lost, 0);
  });

  it('belongs to one program at a time', async () => {
    const folder = studentFolder();
    const cascade = await open(folder, expertOf(stream));
    assert.equal((await caughtFrom(open(folder, expertOf(stream)), StudentFileError)).fault, 'busy');
    await cascade.close();
    await cascade.close();
    await (await open(folder, expertOf(stream))).close();
  });

  it('stays with who has it, and leaves the stages to the others where they may do without', async () => {
    const folder = studentFolder();
    const holder = await open(folder, expertOf(stream));
    const other = await open(folder, expertOf(stream), { withoutBusyStudent: true });
    assert.match(other.warnings.join(), /The student stays out, .*: another program \(process \d+\) has this student/);
    const [first] = await runAll(other, stream.slice(0, 1));
    assert.equal(first?.model, BIG);
    await other.close();
    assert.ok(existsSync(`${stateFile(folder)}.lock`), "closing the other takes the holder's lock away");
    await holder.close();
  });

  it('is read only once it is ours: who had it writes what it kept when it ends', async () => {
    const folder = studentFolder();
    writeFileSync(stateFile(folder), 'half written');
    writeFileSync(`${stateFile(folder)}.lock`, String(process.ppid));
    assert.equal((await caughtFrom(open(folder, expertOf(stream)), StudentFileError)).fault, 'busy');
  });

  it('stays out of a prompt that has changed', async () => {
    const folder = studentFolder();
    writeFileSync(folder.prompt, `${readFileSync(folder.prompt, 'utf8')}\nBe brief.\n`);
    const cascade = await open(folder, () => 'bug', { allowChangedPrompt: true });
    assert.match(
      cascade.warnings.join(),
      /sort\.prompty has changed since .*: nothing is promised\..*The student stays out/,
    );
    await cascade.close();
    assert.ok(!existsSync(stateFile(folder)));
  });
});

describe('a student file that does not fit', () => {
  const good = (): { folder: ProfileFolder; state: Promise<StudentState> } => {
    const folder = studentFolder();
    const state = (async () => {
      await (await open(folder, () => 'bug')).close();
      return stateIn(folder);
    })();
    return { folder, state };
  };
  const cases = [
    { name: 'cut short', fault: 'damaged', spoil: (text: string) => text.slice(0, -40) },
    { name: 'empty', fault: 'damaged', spoil: () => '' },
    { name: 'of another kind', fault: 'damaged', spoil: () => '[1, 2]' },
    { name: 'newer', fault: 'newer', spoil: (text: string) => text.replace('"version":1', '"version":2') },
    {
      name: 'of another prompt',
      fault: 'foreign',
      spoil: (text: string) => text.replace(/("promptSha256":")[0-9a-f]{8}/, '$100000000'),
    },
    { name: 'of other labels', fault: 'foreign', spoil: (text: string) => text.replace('"login"', '"sign-in"') },
  ] as const;
  for (const { name, fault, spoil } of cases)
    it(`is refused, with a remedy, when it is ${name}`, async () => {
      const { folder, state } = good();
      await state;
      const before = readFileSync(stateFile(folder), 'utf8');
      writeFileSync(stateFile(folder), spoil(before));
      assert.notEqual(spoil(before), before);
      const error = await caughtFrom(
        open(folder, () => 'bug'),
        StudentFileError,
      );
      assert.equal(error.fault, fault);
      assert.ok(error.message.startsWith(stateFile(folder)));
      assert.match(error.message, /elete it: the student then starts anew\.$/);
      assert.equal(readFileSync(stateFile(folder), 'utf8'), spoil(before), 'nothing is overwritten');
      assert.ok(!existsSync(`${stateFile(folder)}.lock`));
      rmSync(stateFile(folder));
      await (await open(folder, () => 'bug')).close();
    });

  it('needs labels', async () => {
    for (const equivalence of [
      { name: 'exact', reason: 'asked for' },
      { name: 'label', reason: 'asked for', labels: ['only'] },
    ]) {
      const folder = studentFolder({ evidence: { ...evidence, equivalence } });
      const error = await caughtFrom(
        open(folder, () => 'bug'),
        RoutingConfigError,
      );
      assert.deepEqual([error.fault, error.path], ['invalid-config', ['student']]);
      assert.match(error.message, /evidence\.equivalence\.labels/);
    }
  });

  it('lies beside its config, and nowhere else', async () => {
    for (const file of ['../up.student.json', '/etc/x.student.json', 'package.json']) {
      const folder = studentFolder({ student: { ...student, file } });
      const error = await caughtFrom(
        open(folder, () => 'bug'),
        RoutingConfigError,
      );
      assert.deepEqual(error.path, ['student', 'file']);
    }
  });
});
