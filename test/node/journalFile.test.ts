import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { callKey } from '../../src/core/calls/callKey.ts';
import { Journal } from '../../src/core/calls/journal.ts';
import {
  JournalBusyError,
  type JournalFile,
  JournalOpenError,
  JournalWriteError,
  openJournalFile,
  readJournalFile,
} from '../../src/node/journalFile.ts';
import { sha256 } from '../../src/node/sha256.ts';

const header = '{"type":"journal","version":1}';
const records = [header, '{"type":"sent","key":"é","worstUSD":1}', '{"type":"answered","key":"é","text":"€ 𝄞"}'];
const whole = records.map((line) => `${line}\n`).join('');

let folder: string;
let file: string;
let opened: JournalFile[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-journal-'));
  file = join(folder, 'a.journal.jsonl');
  opened = [];
});
afterEach(() => {
  for (const journal of opened) journal.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(path = file): JournalFile {
  const journal = openJournalFile(path);
  opened.push(journal);
  return journal;
}

const textOf = (path = file) => readFileSync(path, 'utf8');

function refusal<T extends Error>(action: () => unknown, type: abstract new (...args: never[]) => T): T {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof type, String(error));
    return error;
  }
  return assert.fail('nothing was thrown');
}

describe('openJournalFile', () => {
  it('makes an empty journal', () => {
    assert.deepEqual(open().lines, []);
    assert.equal(textOf(), '');
  });

  it('gives the lines of earlier runs and appends after them', () => {
    const first = open();
    for (const line of records) first.append(`${line}\n`);
    first.close();
    const second = open();
    assert.deepEqual(second.lines, records);
    second.append('{"type":"later"}\n');
    second.close();
    assert.equal(textOf(), `${whole}{"type":"later"}\n`);
  });

  it('gives the lines as they were when it was opened', () => {
    writeFileSync(file, whole);
    const journal = open();
    journal.append('{"type":"later"}\n');
    assert.deepEqual(journal.lines, records);
  });

  it('has each line in the file when append returns', () => {
    const journal = open();
    journal.append(`${header}\n`);
    assert.equal(textOf(), `${header}\n`);
  });

  it('cuts a torn tail, wherever it was torn, before anything is appended', () => {
    const bytes = Buffer.from(whole);
    const lastStarts = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
    assert.ok(bytes.length - lastStarts > 40);
    for (let end = lastStarts; end < bytes.length; end++) {
      writeFileSync(file, bytes.subarray(0, end));
      const journal = open();
      assert.deepEqual(journal.lines, records.slice(0, -1), `torn at byte ${end}`);
      assert.equal(textOf(), `${records.slice(0, -1).join('\n')}\n`, `torn at byte ${end}`);
      journal.append('{"type":"next"}\n');
      journal.close();
      assert.equal(textOf(), `${records.slice(0, -1).join('\n')}\n{"type":"next"}\n`, `torn at byte ${end}`);
    }
  });

  it('leaves a tail that is whole', () => {
    writeFileSync(file, whole);
    open();
    assert.equal(textOf(), whole);
  });

  it('starts anew when even the first line is torn', () => {
    writeFileSync(file, header.slice(0, 9));
    const journal = open();
    new Journal(journal, journal.lines);
    assert.equal(textOf(), `${header}\n`);
  });

  it('cuts a tail that the disk filled with zeros', () => {
    writeFileSync(file, Buffer.concat([Buffer.from(whole), Buffer.alloc(512)]));
    assert.deepEqual(open().lines, records);
    assert.equal(textOf(), whole);
  });

  const damages: readonly (readonly [name: string, line: string])[] = [
    ['half a record', '{"type":"sent","key":'],
    ['two records glued together', '{"type":"sent"}{"type":"sent"}'],
    ['a blank line', ''],
    ['text', 'hello'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an object that is no record', '{"key":"k"}'],
  ];
  for (const [name, line] of damages) {
    for (const at of [1, 2, 3]) {
      it(`refuses ${name} on line ${at}`, () => {
        const lines = records.toSpliced(at - 1, 1, line);
        writeFileSync(file, `${lines.join('\n')}\n`);
        const error = refusal(() => open(), JournalOpenError);
        assert.deepEqual([error.file, error.line, error.blame], [file, at, 'input']);
        assert.ok(error.message.includes(`${file}:${at} cannot be used`), error.message);
        assert.match(error.message, /mend or remove the file/);
        assert.equal(textOf(), `${lines.join('\n')}\n`, 'the file was changed');
        assert.ok(!existsSync(`${file}.lock`), 'the lock stayed');
      });
    }
  }

  it('refuses what a newer version wrote, and leaves it alone', () => {
    writeFileSync(file, '{"type":"journal","version":2}\n');
    assert.match(refusal(() => open(), JournalOpenError).message, /newer Downtier/);
    assert.equal(textOf(), '{"type":"journal","version":2}\n');
  });

  it('names the line by its number in the file when the tail is torn as well', () => {
    writeFileSync(file, `${header}\nbroken\n{"type":`);
    assert.equal(refusal(() => open(), JournalOpenError).line, 2);
  });

  const unusable: readonly (readonly [name: string, make: () => string, why: RegExp])[] = [
    ['a folder in its place', () => made(join(folder, 'a-folder')), /EISDIR/],
    ['a file where its folder should be', () => join(written(join(folder, 'a-file')), 'j.jsonl'), /EEXIST|ENOTDIR/],
  ];
  for (const [name, make, why] of unusable) {
    it(`refuses ${name}`, () => {
      const path = make();
      const error = refusal(() => open(path), JournalOpenError);
      assert.deepEqual([error.file, error.line, error.blame], [path, undefined, 'input']);
      assert.ok(error.message.startsWith(`The journal ${path} cannot be used: `), error.message);
      assert.match(error.message, why);
      assert.ok(error.cause instanceof Error);
      assert.ok(!existsSync(`${path}.lock`));
    });
  }

  it('reads a journal of the first version, and pays for none of its answers again', () => {
    copyFileSync(fileURLToPath(new URL('../fixtures/journals/version-1.journal.jsonl', import.meta.url)), file);
    const before = textOf();
    const stored = open();
    const journal = new Journal(stored, stored.lines);
    assert.equal(textOf(), before);
    for (const [model, content, repeat, text, spentUSD] of firstVersion) {
      const key = keyOf(model, content, repeat);
      assert.equal(journal.answerTo(key)?.answer.text, text, `${model} to ${content}`);
      assert.equal(journal.spentOn(key), spentUSD, `${model} to ${content}`);
    }
    const { answer } = journal.answerTo(keyOf('openai/gpt-large', 'Where is my refund?', 0))!;
    assert.deepEqual(answer.logprobs, [
      {
        token: 'bill',
        logprob: -0.01,
        alternatives: [
          { token: 'bill', logprob: -0.01 },
          { token: 'tech', logprob: -4.7 },
        ],
      },
      { token: 'ing', logprob: -0.0001, alternatives: [] },
    ]);
    assert.deepEqual(answer.usage, {
      inputTokens: 40,
      cachedInputTokens: 16,
      cacheWriteTokens: 0,
      outputTokens: 2,
      reasoningTokens: 5,
      batch: false,
    });
  });
});

type Kept = readonly [model: string, content: string, repeat: number, text: string | undefined, spentUSD: number];

/** What the journal of the first version says. */
const firstVersion: readonly Kept[] = [
  ['openai/gpt-large', 'Where is my refund?', 0, 'billing', 0.00042],
  ['openai/gpt-large', 'Where is my refund?', 1, 'technical', 0.0005],
  ['anthropic/claude-small', 'Where is my refund?', 0, 'Billing.', 0.0004 + 0.00003],
  ['openai/gpt-large', 'Où est ma facture\u2028?', 0, 'facturation\n"à revoir"\u2028', 0],
  ['compatible:box/tiny', 'Où est ma facture\u2028?', 0, '', 0],
  ['openai/gpt-large', 'App crashes 💥', 0, undefined, 0.0021],
  ['anthropic/claude-small', 'App crashes 💥', 0, undefined, 0.0008],
  ['compatible:box/tiny', 'Hello', 0, undefined, 0],
  ['openai/gpt-large', 'Hello', 0, undefined, 0],
];

function keyOf(model: string, content: string, repeat: number): string {
  const messages = [
    { role: 'system', content: 'Sort the ticket.' },
    { role: 'user', content },
  ] as const;
  return callKey(
    sha256,
    model,
    { messages, parameters: { maxOutputTokens: 16, temperature: 0 }, logprobs: true },
    repeat,
  );
}

describe('readJournalFile', () => {
  it('gives the whole lines, passes over a torn one, and leaves the file and its folder as they are', () => {
    const torn = '{"type":"journal","version":1}\n{"type":"sent","key":"k","model":"a/b","worstUSD":1}\n{"type":"answ';
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, torn);
    assert.equal(readJournalFile(file).length, 2);
    assert.equal(readFileSync(file, 'utf8'), torn);
    assert.equal(existsSync(`${file}.lock`), false);
  });

  it('says which file is missing, or which line is damaged', () => {
    assert.equal(refusal(() => readJournalFile(`${file}.nowhere`), JournalOpenError).file, `${file}.nowhere`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '{"type":"journal","version":1}\nnonsense\n');
    assert.equal(refusal(() => readJournalFile(file), JournalOpenError).line, 2);
  });
});

describe('openJournalFile, its folder', () => {
  it('is made, with a .gitignore that covers everything', () => {
    const path = join(folder, 'deep', '.downtier', 'j.jsonl');
    open(path);
    assert.equal(textOf(join(dirname(path), '.gitignore')), '*\n');
    assert.ok(!existsSync(join(folder, 'deep', '.gitignore')));
  });

  it('gets no .gitignore when it was there before', () => {
    open();
    assert.deepEqual(readdirSync(folder).sort(), ['a.journal.jsonl', 'a.journal.jsonl.lock']);
  });

  it('keeps a .gitignore that the user has changed', () => {
    const path = join(folder, '.downtier', 'j.jsonl');
    open(path).close();
    writeFileSync(join(dirname(path), '.gitignore'), '!shared\n');
    open(path);
    assert.equal(textOf(join(dirname(path), '.gitignore')), '!shared\n');
  });
});

describe('openJournalFile, its lock', () => {
  const lock = () => `${file}.lock`;

  it('holds the process id while it is open and is gone afterwards', () => {
    const journal = open();
    assert.equal(textOf(lock()), String(process.pid));
    journal.close();
    assert.deepEqual(readdirSync(folder), ['a.journal.jsonl']);
  });

  it('of a process that lives refuses a second profile; once that has ended it is taken over', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const pid = child.pid as number;
      writeFileSync(file, whole);
      writeFileSync(lock(), String(pid));
      const error = refusal(() => open(), JournalBusyError);
      assert.deepEqual([error.file, error.pid, error.blame], [file, pid, 'input']);
      assert.ok(error.message.includes(`process ${pid} holds ${file}`), error.message);
      assert.equal(textOf(), whole);
      assert.equal(textOf(lock()), String(pid));

      child.stdin?.end();
      await once(child, 'exit');
      assert.deepEqual(open().lines, records);
      assert.equal(textOf(lock()), String(process.pid));
    } finally {
      child.kill();
    }
  });

  it('refuses a second profile of the same process', () => {
    const first = open();
    const error = refusal(() => open(), JournalBusyError);
    assert.equal(error.pid, process.pid);
    first.append(`${header}\n`);
    first.close();
    assert.deepEqual(open().lines, [header]);
  });

  it('found again after it was given back is nobody’s, whatever it says', () => {
    open().close();
    writeFileSync(lock(), String(process.pid));
    assert.deepEqual(open().lines, []);
  });

  const stale: readonly (readonly [name: string, content: string])[] = [
    ['empty', ''],
    ['not a number', 'me'],
    ['of process 0', '0'],
    ['negative', '-1'],
    ['of no process that can be', '4194305'],
    ["with this process's id, left by an earlier one of the same number", String(process.pid)],
  ];
  for (const [name, content] of stale) {
    it(`is taken over when it is ${name}`, () => {
      writeFileSync(file, whole);
      writeFileSync(lock(), content);
      const journal = open();
      assert.deepEqual(journal.lines, records);
      assert.equal(textOf(lock()), String(process.pid));
      journal.close();
      assert.ok(!existsSync(lock()));
    });
  }

  it('is one for each journal', () => {
    open();
    assert.deepEqual(open(join(folder, 'b.journal.jsonl')).lines, []);
  });
});

describe('JournalFile.append', () => {
  it('says that the disk is full, and goes on refusing', function () {
    if (!existsSync('/dev/full')) this.skip();
    symlinkSync('/dev/full', file);
    const journal = open();
    assert.deepEqual(journal.lines, []);
    const error = refusal(() => journal.append(`${header}\n`), JournalWriteError);
    assert.deepEqual([error.file, error.blame], [file, 'failure']);
    assert.ok(error.message.includes(file) && error.message.includes('ENOSPC'), error.message);
    assert.match(error.message, /--journal/);
    assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOSPC');
    assert.equal(
      refusal(() => journal.append(`${header}\n`), JournalWriteError),
      error,
    );
    journal.close();
    assert.ok(!existsSync(`${file}.lock`));
  });

  it('never takes a line half written for written, nor writes on after it', function () {
    if (process.platform === 'win32') this.skip();
    // A limit on the size of files makes the system write what fits and no more, as a disk does that fills up.
    const program = `
      import { openJournalFile } from ${JSON.stringify(moduleURL)};
      process.on('SIGXFSZ', () => {});
      const journal = openJournalFile(process.argv[1]);
      const line = JSON.stringify({ type: 'x', text: 'a'.repeat(600) }) + '\\n';
      for (const text of [line, line, '{"type":"short"}\\n']) {
        try {
          journal.append(text);
          console.log('written');
        } catch (error) {
          console.log(error.name);
        }
      }
      journal.close();`;
    const node = [process.execPath, '--import=tsx', '--input-type=module', '--eval', program, file];
    // Neither tsx's cache nor a coverage report would fit under the limit.
    const env = { ...process.env, TSX_DISABLE_CACHE: '1', NODE_V8_COVERAGE: undefined };
    const child = spawnSync('sh', ['-c', 'ulimit -f 2; exec "$@"', 'sh', ...node], { encoding: 'utf8', env });
    assert.equal(child.stderr, '');
    assert.deepEqual(child.stdout.trim().split('\n'), ['written', 'JournalWriteError', 'JournalWriteError']);
    const written = readFileSync(file);
    assert.ok(written.length > 1000, 'the second line was not even begun');
    assert.equal(open().lines.length, 1);
  });

  it('after close is refused and writes nowhere', () => {
    const journal = open();
    journal.close();
    const other = open(join(folder, 'other.jsonl')); // likely to be given the same descriptor
    const error = refusal(() => journal.append(`${header}\n`), JournalWriteError);
    assert.match(error.message, /it is closed/);
    assert.equal(textOf(), '');
    assert.equal(textOf(join(folder, 'other.jsonl')), '');
    other.append(`${header}\n`);
    assert.equal(textOf(join(folder, 'other.jsonl')), `${header}\n`);
  });
});

describe('JournalFile.replace', () => {
  it('puts other lines in the place of all, is appended to afterwards, and stays held all the while', () => {
    writeFileSync(file, whole);
    const journal = open();
    journal.replace(`${header}\n`);
    assert.equal(textOf(), `${header}\n`);
    refusal(() => open(), JournalBusyError);
    journal.append(`${header}\n`);
    journal.close();
    assert.equal(textOf(), `${header}\n${header}\n`);
    assert.deepEqual(readdirSync(folder), ['a.journal.jsonl']);
    refusal(() => journal.replace(''), JournalWriteError);
  });
});

describe('JournalFile.close', () => {
  it('done twice is harmless, also to who has opened it since', () => {
    const first = open();
    first.close();
    const second = open();
    first.close();
    assert.equal(textOf(`${file}.lock`), String(process.pid));
    second.append(`${header}\n`);
    assert.equal(textOf(), `${header}\n`);
  });

  it('does not mind that the folder was removed', () => {
    const path = join(folder, 'gone', 'j.jsonl');
    const journal = open(path);
    rmSync(dirname(path), { recursive: true });
    journal.close();
    assert.deepEqual(open(path).lines, []);
  });
});

const moduleURL = pathToFileURL(fileURLToPath(new URL('../../src/node/journalFile.ts', import.meta.url))).href;

function made(path: string): string {
  mkdirSync(path);
  return path;
}

function written(path: string): string {
  writeFileSync(path, '');
  return path;
}
