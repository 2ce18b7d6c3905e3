import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPrompt, PromptFileError } from '../../src/node/loadPrompt.ts';
import { caughtFrom } from '../support/caughtFrom.ts';

let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-prompt-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('loadPrompt', () => {
  it('gives the template and the hash of the bytes', async () => {
    const text = 'Sort this ticket: {{text}}\n';
    const { template, sha256, warnings } = await loadPrompt(written('plain.txt', text));
    assert.equal(template.format, 'plain');
    assert.deepEqual(await template.render({ text: 'é' }), [{ role: 'user', content: 'Sort this ticket: é' }]);
    assert.equal(sha256, createHash('sha256').update(text).digest('hex'));
    assert.deepEqual(warnings, []);
  });

  const bytes: readonly (readonly [name: string, content: Buffer])[] = [
    ['a byte order mark', Buffer.from('\uFEFFSort: {{text}}')],
    ['Windows line ends', Buffer.from('Sort:\r\n{{text}}\r\n')],
    ['characters of four bytes', Buffer.from('𝄞 {{text}} 𝄞')],
  ];
  for (const [name, content] of bytes) {
    it(`hashes the bytes as they are: ${name}`, async () => {
      const { sha256 } = await loadPrompt(written('bytes.md', content));
      assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
    });
  }

  it('gives warnings with file and line', async () => {
    const file = written(
      'odd.prompty',
      '---\nname: x\nmodel:\n  parameters:\n    top_k: 3\n---\nuser:\nSort {{text}}\n',
    );
    const { warnings } = await loadPrompt(file);
    assert.equal(warnings.length, 1);
    assert.ok(warnings[0]?.startsWith(`${file}:5: `), warnings[0]);
  });

  const unreadable: readonly (readonly [name: string, make: () => string, why: RegExp])[] = [
    ['that is not there', () => join(folder, 'none.prompty'), /none\.prompty does not exist; check its path\.$/],
    ['that is a folder', () => made('a.prompty'), /a\.prompty cannot be read; check its path\.$/],
    [
      'in Latin-1',
      () => written('l1.txt', Buffer.from('café {{text}}', 'latin1')),
      /not UTF-8 text; save it as UTF-8\.$/,
    ],
    ['in UTF-16', () => written('u16.txt', Buffer.from('\uFEFF{{text}}', 'utf16le')), /not UTF-8 text; save it as/],
    ['cut inside a character', () => written('cut.txt', Buffer.from('Sort é').subarray(0, 6)), /not UTF-8 text/],
  ];
  for (const [name, make, why] of unreadable) {
    it(`refuses a file ${name}`, async () => {
      const file = make();
      const error = await caughtFrom(loadPrompt(file), PromptFileError);
      assert.deepEqual([error.file, error.blame, error.findings], [file, 'input', []]);
      assert.ok(error.message.startsWith(`The prompt file ${file} `), error.message);
      assert.match(error.message, why);
      assert.ok(error.cause instanceof Error);
    });
  }

  it('lists each error of a broken prompt with file and line, and keeps all findings', async () => {
    const text = '---\nmodel:\n  parameters:\n    top_k: 3\n    temperature: hot\n    top_p: 7\n---\nuser:\n{{text}}\n';
    const file = written('broken.prompty', text);
    const error = await caughtFrom(loadPrompt(file), PromptFileError);
    const [first, ...lines] = error.message.split('\n');
    assert.equal(first, 'The prompt cannot be used.');
    assert.deepEqual(
      lines.map((line) => line.slice(0, `${file}:5: `.length)),
      [`${file}:5: `, `${file}:6: `],
    );
    assert.match(lines[0] ?? '', /temperature/);
    assert.deepEqual(
      error.findings.map(({ code, severity }) => [code, severity]),
      [
        ['ignored-parameter', 'warning'],
        ['invalid-parameter', 'error'],
        ['invalid-parameter', 'error'],
      ],
    );
  });

  it('refuses an empty file', async () => {
    const file = written('empty.prompty', '');
    const error = await caughtFrom(loadPrompt(file), PromptFileError);
    assert.ok(error.message.includes(`${file}:1: `), error.message);
    assert.equal(error.findings[0]?.code, 'empty-prompt');
  });
});

function made(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}
