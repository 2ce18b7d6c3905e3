import assert from 'node:assert/strict';
import { type MemoryStore, PanelMemory } from '../../src/vscode/panel/panelMemory.ts';

describe('PanelMemory', () => {
  const storeOf = (): MemoryStore => {
    const values = new Map<string, unknown>();
    return {
      get: <T>(key: string, fallback: T) => (values.has(key) ? (values.get(key) as T) : fallback),
      update: async (key, value) => void values.set(key, value),
    };
  };

  it('keeps the choices of each prompt apart, over a restart', async () => {
    const store = storeOf();
    const memory = new PanelMemory(store);
    await memory.openPrompt('/a');
    await memory.choose('/a', { delta: 0.1 });
    await memory.choose('/b', { delta: 0.2 });
    await memory.choose('/a', { dataFile: '/d.csv' });
    const restarted = new PanelMemory(store);
    assert.equal(restarted.promptFile, '/a');
    assert.deepEqual(restarted.choicesOf('/a'), { delta: 0.1, dataFile: '/d.csv' });
    assert.deepEqual(restarted.choicesOf('/b'), { delta: 0.2 });
    assert.deepEqual(restarted.choicesOf('/c'), {});
  });

  it('forgets the prompts that were chosen longest ago', async () => {
    const memory = new PanelMemory(storeOf());
    for (let index = 0; index <= 50; index++) await memory.choose(`/${index}`, { delta: 0.1 });
    assert.deepEqual(memory.choicesOf('/0'), {});
    assert.deepEqual(memory.choicesOf('/1'), { delta: 0.1 });
  });
});
