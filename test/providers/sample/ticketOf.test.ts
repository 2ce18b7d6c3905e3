import assert from 'node:assert/strict';
import { type ReadMessage, ticketOf } from '../../../src/providers/sample/ticketOf.ts';

const user = (text: string): ReadMessage => ({ role: 'user', text });

describe('ticketOf', () => {
  const cases: readonly {
    readonly name: string;
    readonly messages: readonly ReadMessage[];
    readonly ticket: string;
  }[] = [
    {
      name: 'takes the last user message',
      messages: [user('a'), { role: 'assistant', text: 'b' }, user('c')],
      ticket: 'c',
    },
    {
      name: 'passes over what follows it',
      messages: [user('a'), { role: 'assistant', text: 'b' }],
      ticket: 'a',
    },
    {
      name: 'takes what the tags hold',
      messages: [user('Label it.\n<ticket>\nno payout\n</ticket>\nLabel:')],
      ticket: 'no payout',
    },
    {
      name: 'is not misled by instructions that name the tags',
      messages: [user('The text in <ticket> and </ticket>:\n<ticket>help</ticket>')],
      ticket: 'help',
    },
    { name: 'takes it all where a tag is left open', messages: [user('<ticket>help')], ticket: '<ticket>help' },
    { name: 'takes the last message where none is a user’s', messages: [{ role: 'system', text: 's' }], ticket: 's' },
    { name: 'is empty without messages', messages: [], ticket: '' },
  ];
  for (const { name, messages, ticket } of cases)
    it(name, () => {
      assert.equal(ticketOf(messages), ticket);
    });
});
