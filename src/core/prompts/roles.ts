import type { Message } from '../models/chatModel.ts';

export type Role = Message['role'];

const rolesByName: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  model: 'assistant',
};

/** What a prompt file calls a role, in any case of letters; undefined for the roles of tools and for unknown ones. */
export function roleNamed(name: string): Role | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(rolesByName, key) ? rolesByName[key] : undefined;
}
