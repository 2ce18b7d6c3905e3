import assert from 'node:assert/strict';
import { Command } from 'commander';
import {
  addModelFlags,
  addProfileFlags,
  endpointsOf,
  liveOptionsOf,
  type ProfileFlags,
  profileOptionsOf,
} from '../../src/cli/flags.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { equivalenceNames } from '../../src/core/equivalence/equivalence.ts';
import { profileMethods, scopes } from '../../src/core/profiling/profile.ts';

const quiet = { writeOut: () => undefined, writeErr: () => undefined };
const command = () => new Command('profile').exitOverride().configureOutput(quiet).argument('[prompt]');

/** The flags as the command line hands them over. */
function flagsOf(...args: string[]): ProfileFlags {
  return addProfileFlags(command()).parse(args, { from: 'user' }).opts<ProfileFlags>();
}

const liveOf = (...args: string[]) => liveOptionsOf('triage.prompty', flagsOf('--models', 'a/b,a/c', ...args));

describe('profileOptionsOf', () => {
  it('has the defaults that are documented', () => {
    assert.deepEqual(profileOptionsOf(flagsOf()), {
      delta: 0.05,
      confidence: 0.95,
      method: 'certified',
      scope: 'stream',
      volume: 100_000,
      profileItems: 5000,
      seed: 1,
      models: undefined,
      reference: undefined,
      equivalence: undefined,
      labels: undefined,
      jsonFields: undefined,
      tolerance: undefined,
      judge: undefined,
      compare: false,
      student: { delta: 0.02, confidence: 0.95 },
      out: undefined,
    });
  });

  it('takes every flag', () => {
    const flags = flagsOf(
      ...'--delta 0.1 --confidence 0.99 --method smart --scope batch --volume 7 --profile-items 300'.split(' '),
      ...'--seed 0 --equivalence numeric --out x.json'.split(' '),
      '--models= a/b , a/c',
      '--reference= a/b ',
      '--labels=yes, no ,not sure',
      ...'--json-field /a=label --json-field /b --tolerance 1% --judge a/judge --compare --student-delta 0.03'.split(
        ' ',
      ),
    );
    assert.deepEqual(profileOptionsOf(flags), {
      delta: 0.1,
      confidence: 0.99,
      method: 'smart',
      scope: 'batch',
      volume: 7,
      profileItems: 300,
      seed: 0,
      models: ['a/b', 'a/c'],
      reference: 'a/b',
      equivalence: 'numeric',
      labels: ['yes', 'no', 'not sure'],
      jsonFields: ['/a=label', '/b'],
      tolerance: '1%',
      judge: 'a/judge',
      compare: true,
      student: { delta: 0.03, confidence: 0.95 },
      out: 'x.json',
    });
  });

  const choices = [
    ['--method', profileMethods, 'method'],
    ['--scope', scopes, 'scope'],
    ['--equivalence', equivalenceNames, 'equivalence'],
  ] as const;
  for (const [flag, names, option] of choices) {
    for (const name of names) {
      it(`takes ${flag} ${name}`, () => assert.equal(profileOptionsOf(flagsOf(flag, name))[option], name));
    }
  }

  const numbers: readonly (readonly [args: string[], option: 'delta' | 'volume' | 'seed', expected: number])[] = [
    [['--delta', '1e-3'], 'delta', 0.001],
    [['--delta', '.5'], 'delta', 0.5],
    [['--delta', '0.999999'], 'delta', 0.999999],
    [['--volume', '1e6'], 'volume', 1_000_000],
    [['--volume', '1'], 'volume', 1],
    [['--seed', '9007199254740991'], 'seed', Number.MAX_SAFE_INTEGER],
  ];
  for (const [args, option, expected] of numbers) {
    it(`reads ${args.join(' ')} as ${expected}`, () =>
      assert.equal(profileOptionsOf(flagsOf(...args))[option], expected));
  }
});

describe('liveOptionsOf', () => {
  it('has the defaults that are documented', () => {
    const {
      promptFile,
      dataFile,
      judge,
      maxSpendUSD,
      concurrency,
      timeoutMs,
      pricesFile,
      journalFolder,
      selfCheckItems,
    } = liveOf();
    assert.deepEqual(
      { promptFile, dataFile, judge, maxSpendUSD, concurrency, timeoutMs, pricesFile, journalFolder, selfCheckItems },
      {
        promptFile: 'triage.prompty',
        dataFile: undefined,
        judge: undefined,
        maxSpendUSD: 5,
        concurrency: 16,
        timeoutMs: 120_000,
        pricesFile: undefined,
        journalFolder: undefined,
        selfCheckItems: 20,
      },
    );
  });

  it('takes every flag', () => {
    const options = liveOf(
      ...'--data rows.csv --max-spend 0.5 --concurrency 1 --timeout 0.25'.split(' '),
      ...'--prices prices.json --journal answers --delta 0.2'.split(' '),
      '--judge= a/judge ',
    );
    const { dataFile, judge, maxSpendUSD, concurrency, timeoutMs, pricesFile, journalFolder, delta, models } = options;
    assert.deepEqual(
      [dataFile, judge, maxSpendUSD, concurrency, timeoutMs, pricesFile, journalFolder, delta, models],
      ['rows.csv', 'a/judge', 0.5, 1, 250, 'prices.json', 'answers', 0.2, ['a/b', 'a/c']],
    );
  });

  it('takes columns of variables', () => {
    assert.deepEqual(liveOf().columns, {});
    assert.deepEqual(liveOf('--map', 'ticket=body', '--map', 'sum=a=b').columns, { ticket: 'body', sum: 'a=b' });
    for (const text of ['ticket', 'ticket=', '=body', '']) {
      assertUsageError(
        () => liveOf('--map', text),
        `--map takes VARIABLE=COLUMN, for example ticket=body, got "${text}".`,
      );
    }
  });

  it('takes a cap of nothing', () => assert.equal(liveOf('--max-spend', '0').maxSpendUSD, 0));

  it('asks for models', () => {
    assertUsageError(
      () => liveOptionsOf('triage.prompty', flagsOf()),
      'Name the models to compare with --models A,B,..',
    );
  });
});

describe('UsageError', () => {
  const share = 'a share strictly between 0 and 1, for example 0.05';
  const whole = (least: number) => `a whole number, at least ${least}`;
  const usd = 'an amount in USD, 0 or more';
  const seconds = 'a number of seconds, above 0 and at most a day';
  const refused: readonly (readonly [flag: string, takes: string, values: readonly string[]])[] = [
    ['--delta', share, ['0', '1', '-0.1', '1.5', '5%', 'x', '', ' ', 'NaN', 'Infinity', '0,05', '0.05 0.1']],
    ['--confidence', share, ['0', '1', '95', 'high', '']],
    ['--volume', whole(1), ['0', '-1', '1.5', 'many', '', '1e400', '9007199254740993']],
    ['--profile-items', whole(1), ['0', '2.5', 'all', '']],
    ['--seed', whole(0), ['-1', '0.5', 'x', '', '9007199254740992']],
    ['--concurrency', whole(1), ['0', '-4', '1.5', 'max', '']],
    ['--max-spend', usd, ['-0.01', '$5', 'free', '', 'Infinity', 'NaN']],
    ['--timeout', seconds, ['0', '-1', '2m', '', 'Infinity']],
    ['--method', 'one of certified, smart-all, smart, smart-mix', ['SMART', 'fast', '', 'smart ']],
    ['--scope', 'one of stream, batch', ['both', '', 'Stream']],
    ['--equivalence', 'one of exact, label, numeric, json, judge', ['fuzzy', '', 'JSON']],
    ['--models', 'names separated by commas', ['', ' ', 'a/b,', ',a/b', 'a/b,,a/c']],
    ['--labels', 'names separated by commas', ['', 'yes,,no', 'yes, ']],
  ];
  for (const [flag, takes, values] of refused) {
    for (const value of values) {
      it(`names ${flag}, what it takes, and the value "${value}"`, () => {
        assertUsageError(() => liveOf(`${flag}=${value}`), `${flag} takes ${takes}, got "${value}".`);
      });
    }
  }

  it('of a recording are those of a live profile', () => {
    assertUsageError(
      () => profileOptionsOf(flagsOf('--recording', 'folder', '--delta', '2')),
      `--delta takes ${share}, got "2".`,
    );
  });
});

describe('endpointsOf', () => {
  it('is empty without endpoints', () => assert.deepEqual(endpointsOf(flagsOf()), new Map()));

  it('maps names, in small letters, to addresses', () => {
    const flags = flagsOf(
      '--endpoint=box=http://127.0.0.1:8080/v1',
      '--endpoint=My-Lab_2=https://lab.example/v1?key=a=b',
    );
    assert.deepEqual(
      [...endpointsOf(flags)],
      [
        ['box', 'http://127.0.0.1:8080/v1'],
        ['my-lab_2', 'https://lab.example/v1?key=a=b'],
      ],
    );
  });

  it('takes the last address of a name', () => {
    const flags = flagsOf('--endpoint', 'box=http://a/v1', '--endpoint', 'BOX=http://b/v1');
    assert.deepEqual([...endpointsOf(flags)], [['box', 'http://b/v1']]);
  });

  for (const text of ['', 'box', 'box=', '=http://a', 'my box=http://a', '2box=http://a', 'box=http://a b']) {
    it(`refuses "${text}"`, () => {
      assertUsageError(
        () => endpointsOf(flagsOf(`--endpoint=${text}`)),
        `--endpoint takes NAME=URL, for example box=http://127.0.0.1:8080/v1, got "${text}".`,
      );
    });
  }
});

describe('addProfileFlags', () => {
  const help = addProfileFlags(command().helpOption(false)).helpInformation();

  // The table of the design and of --help; the program's own defaults are held against it.
  const documented: readonly (readonly [flag: string, shownDefault: string | undefined])[] = [
    ['--data <file>', undefined],
    ['--map <variable=column>', undefined],
    ['--models <ids>', undefined],
    ['--reference <id>', undefined],
    ['--embeddings <id>', undefined],
    ['--profile-items <n>', '5000'],
    ['--max-spend <usd>', '5'],
    ['--volume <n>', '100000'],
    ['--prices <file>', undefined],
    ['--endpoint <name=url>', undefined],
    ['--timeout <seconds>', '120'],
    ['--seed <n>', '1'],
    ['--json', undefined],
    ['--recording <folder>', undefined],
    ['--delta <share>', '0.05'],
    ['--confidence <share>', '0.95'],
    ['--method <name>', 'certified'],
    ['--scope <scope>', 'stream'],
    ['--concurrency <n>', '16'],
    ['--equivalence <name>', undefined],
    ['--labels <names>', undefined],
    ['--judge <id>', undefined],
    ['--json-field <pointer=rule>', undefined],
    ['--tolerance <n>', undefined],
    ['--knows-columns <names>', undefined],
    ['--self-check <n>', '20'],
    ['--compare', undefined],
    ['--journal <folder>', undefined],
    ['-y, --yes', undefined],
    ['--out <file>', undefined],
    ['--student', undefined],
    ['--student-delta <share>', '0.02'],
  ];

  it('documents each flag with its default', () => {
    const options = help
      .slice(help.indexOf('Options:'))
      .split(/\n(?= {2}-)/)
      .slice(1);
    assert.deepEqual(
      options.map((text) => {
        const flat = text.replace(/\s+/g, ' ').trim();
        const flag = /^(-y, )?--[a-z-]+( <[^>]+>)?/.exec(flat)?.[0];
        return [flag, /\(default: "?([^")]*)"?\)$/.exec(flat)?.[1]];
      }),
      documented,
    );
  });

  it('documents the methods, scopes and rules of comparison by name', () => {
    const flat = help.replace(/\s+/g, ' ');
    for (const names of [profileMethods, equivalenceNames]) assert.ok(flat.includes(names.join(', ')), names.join());
    for (const scope of scopes) assert.ok(flat.includes(`${scope}: for `), scope);
  });

  it('leaves unset what has no default', () => {
    const flags = flagsOf();
    for (const flag of ['data', 'models', 'reference', 'recording', 'json', 'yes', 'out', 'equivalence'] as const) {
      assert.equal(flags[flag], undefined, flag);
    }
  });

  it('reads switches', () => {
    const { json, yes } = flagsOf('--json', '-y');
    assert.deepEqual([json, yes], [true, true]);
  });

  it('refuses flags that it does not know', () => {
    assert.throws(() => flagsOf('--detla', '0.1'), { code: 'commander.unknownOption' });
  });
});

describe('addModelFlags', () => {
  it('has none of the flags that only matter once something runs', () => {
    const help = addModelFlags(command().helpOption(false)).helpInformation();
    assert.match(help, /--models <ids>/);
    assert.doesNotMatch(help, /--(recording|delta|method|yes|out|journal|concurrency)\b/);
  });
});

function assertUsageError(action: () => unknown, message: string): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof UsageError, String(error));
    assert.deepEqual([error.message, error.blame], [message, 'input']);
    return true;
  });
}
