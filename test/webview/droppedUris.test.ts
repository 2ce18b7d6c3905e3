import assert from 'node:assert/strict';
import { droppedUris } from '../../src/webview/droppedUris.ts';

describe('droppedUris', () => {
  const from = (lists: Readonly<Record<string, string>>) => droppedUris({ getData: (type) => lists[type] ?? '' });

  it('droppedUris reads the editor’s list before the common one', () => {
    assert.deepEqual(from({ 'application/vnd.code.uri-list': 'file:///a', 'text/uri-list': 'file:///b' }), [
      'file:///a',
    ]);
    assert.deepEqual(from({ 'text/uri-list': '# two files\r\nfile:///a\r\nfile:///b\r\n' }), [
      'file:///a',
      'file:///b',
    ]);
    assert.deepEqual(from({ 'text/plain': 'file:///a' }), []);
  });
});
