import assert from 'node:assert/strict';
import {
  chmodSync,
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
import { join } from 'node:path';
import { readRoutingConfig } from '../../src/core/routing/readRoutingConfig.ts';
import { routingConfigText } from '../../src/core/routing/routingConfigText.ts';
import {
  ConfigPathError,
  configFileOf,
  pathFromConfig,
  requireWritable,
  writeConfigFile,
} from '../../src/engine/configFile.ts';
import { fullConfig, smallConfig } from '../core/routing/configs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('configFileOf', () => {
  const names: readonly (readonly [promptFile: string, config: string])[] = [
    ['prompts/triage.prompty', 'prompts/triage.cascade.json'],
    ['triage.prompt', 'triage.cascade.json'],
    ['triage.prompt.yml', 'triage.cascade.json'],
    ['triage.prompt.yaml', 'triage.cascade.json'],
    ['triage.prompt.md', 'triage.cascade.json'],
    ['triage.md', 'triage.cascade.json'],
    ['triage.txt', 'triage.cascade.json'],
    ['Triage.PROMPTY', 'Triage.cascade.json'],
    ['triage.v2.prompty', 'triage.v2.cascade.json'],
    ['triage', 'triage.cascade.json'],
    ['prompt.md', 'prompt.cascade.json'],
    ['triage.json', 'triage.json.cascade.json'],
    ['../a.prompt/b c.prompty', '../a.prompt/b c.cascade.json'],
    ['/p/triage.prompty', '/p/triage.cascade.json'],
  ];
  for (const [promptFile, config] of names) {
    it(`puts the config of ${promptFile} beside it`, () => assert.equal(configFileOf(promptFile), join(config)));
  }
});

describe('pathFromConfig', () => {
  const paths: readonly (readonly [configFile: string, file: string, expected: string])[] = [
    ['prompts/triage.cascade.json', 'prompts/triage.prompty', 'triage.prompty'],
    ['prompts/triage.cascade.json', 'data/tickets.csv', '../data/tickets.csv'],
    ['triage.cascade.json', 'data/deep/tickets.csv', 'data/deep/tickets.csv'],
    ['/home/a/triage.cascade.json', '/home/a/data/tickets.csv', 'data/tickets.csv'],
    ['/home/a/triage.cascade.json', '/srv/tickets.csv', '../../srv/tickets.csv'],
    ['./triage.cascade.json', './x/../tickets.csv', 'tickets.csv'],
  ];
  for (const [configFile, file, expected] of paths) {
    it(`sees ${file} from ${configFile} as ${expected}`, () => {
      assert.equal(pathFromConfig(join(configFile), join(file)), expected);
    });
  }
});

describe('requireWritable', () => {
  it('accepts a new file, and one that is there, and leaves both as they are', () => {
    const file = join(folder, 'a.cascade.json');
    requireWritable(file, []);
    assert.ok(!existsSync(file));
    writeFileSync(file, 'mine');
    requireWritable(file, [join(folder, 'a.prompty')]);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  const refused: readonly (readonly [name: string, make: () => string, why: RegExp])[] = [
    ['in a folder that is not there', () => join(folder, 'no', 'a.json'), /ENOENT/],
    ['that is a folder', () => folder, /it is not a file/],
    ['inside a file', () => join(written('a-file'), 'a.json'), /a-file is not a folder/],
  ];
  for (const [name, make, why] of refused) {
    it(`refuses a place ${name}`, () => assertRefused(make(), [], why));
  }

  it('refuses a file that the profile reads, also by another path', () => {
    const data = written('rows.csv');
    const link = join(folder, 'link.csv');
    symlinkSync(data, link);
    for (const file of [data, link, join(folder, '.', 'x', '..', 'rows.csv')]) {
      mkdirSync(join(folder, 'x'), { recursive: true });
      assertRefused(file, [join(folder, 'no-such.prompty'), data], /reads that file and would overwrite it/);
    }
  });

  it('refuses a folder that may not be written, even when the file may', function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip(); // root may write everything
    const file = written('a.cascade.json');
    chmodSync(folder, 0o555);
    try {
      assertRefused(file, [], /EACCES/);
      assertRefused(join(folder, 'new.json'), [], /EACCES/);
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it('refuses a file that may not be written', function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip(); // root may write everything
    const file = written('a.cascade.json');
    chmodSync(file, 0o444);
    assertRefused(file, [], /EACCES/);
  });
});

describe('writeConfigFile', () => {
  it('writes the text, and nothing else stays in the folder', () => {
    const file = join(folder, 'a.cascade.json');
    writeConfigFile(file, fullConfig);
    assert.equal(readFileSync(file, 'utf8'), routingConfigText(fullConfig));
    assert.deepEqual(readRoutingConfig(file, readFileSync(file, 'utf8')), fullConfig);
    assert.deepEqual(readdirSync(folder), ['a.cascade.json']);
  });

  it('replaces the config that is there', () => {
    const file = join(folder, 'a.cascade.json');
    writeConfigFile(file, fullConfig);
    writeConfigFile(file, smallConfig);
    assert.equal(readFileSync(file, 'utf8'), routingConfigText(smallConfig));
  });

  it('names the file when it cannot be written', () => {
    const file = join(folder, 'gone', 'a.cascade.json');
    assert.throws(() => writeConfigFile(file, fullConfig), isConfigPathError(file, /ENOENT/));
  });

  it('leaves no draft behind when it cannot be put in its place', () => {
    const file = join(folder, 'a.cascade.json');
    mkdirSync(file);
    writeFileSync(join(file, 'something'), '');
    assert.throws(() => writeConfigFile(file, fullConfig), isConfigPathError(file, /EISDIR|ENOTEMPTY|EPERM|EEXIST/));
    assert.deepEqual(readdirSync(folder), ['a.cascade.json']);
  });
});

function written(name: string): string {
  writeFileSync(join(folder, name), '');
  return join(folder, name);
}

function assertRefused(file: string, inputs: readonly string[], why: RegExp): void {
  assert.throws(() => requireWritable(file, inputs), isConfigPathError(file, why));
}

function isConfigPathError(file: string, why: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof ConfigPathError);
    assert.deepEqual([error.file, error.blame], [file, 'input']);
    assert.ok(error.message.startsWith(`The routing config cannot be written to ${file} (`), error.message);
    assert.match(error.message, why);
    assert.match(error.message, /--out FILE/);
    return true;
  };
}
