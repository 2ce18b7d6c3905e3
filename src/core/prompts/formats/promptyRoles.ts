import type { Message } from '../../models/chatModel.ts';
import type { PromptSource, TemplateText } from '../promptSource.ts';
import { type Role, roleNamed } from '../roles.ts';

/** `system:` alone on its line; `# system:` and `system[name="x"]:` are old ways to write it. */
const roleLine =
  /^[^\S\r\n]*(?:#[^\S\r\n]*)?(system|developer|user|assistant|function|tool)(?:[^\S\r\n]*(\[[^\]\r\n]*\]))?[^\S\r\n]*:[^\S\r\n]*$/gim;

/** A mark is as long as the line it stands for, so that all places stay the same. It holds nothing that a row value can hold. */
const filler = '\uFDD0';
const roleMarks: ReadonlyMap<Role, string> = new Map([
  ['system', '\uFDD1'],
  ['user', '\uFDD2'],
  ['assistant', '\uFDD3'],
]);
const rolesByMark: ReadonlyMap<string, Role> = new Map([...roleMarks].map(([role, mark]) => [mark, role]));
const anyMark = /([\uFDD1-\uFDD3])\uFDD0*/;

/**
 * Puts marks in the place of the lines `system:`, `user:` and the like. It happens before rendering, so that a line of a row value
 * which reads `system:` is text like any other.
 */
export function markRoles(template: TemplateText, source: PromptSource): TemplateText {
  const text = template.text.replace(
    roleLine,
    (line: string, name: string, attributes: string | undefined, at: number) => {
      const span = template.spanOf(at, at + line.length);
      const role = roleNamed(name);
      if (role === undefined) {
        const message = `Messages of the role "${name}" come from tools, which are not sent: leave this message out.`;
        source.error('unsupported-role', message, span);
        return line;
      }
      if (attributes !== undefined) {
        source.warning('ignored-attributes', `Only the role is used, ${attributes} is left out.`, span);
      }
      return (roleMarks.get(role) ?? '').padEnd(line.length, filler);
    },
  );
  return { ...template, text };
}

/** The text of a marked template, without the marks. */
export function withoutMarks(text: string): string {
  return text.replace(new RegExp(anyMark, 'g'), '');
}

/** Splits what a marked template was rendered to. Text before the first mark is the system's; without any mark all is the user's. */
export function messagesOf(rendered: string): readonly Message[] {
  const [first = '', ...rest] = rendered.split(anyMark);
  const messages: Message[] = [{ role: rest.length === 0 ? 'user' : 'system', content: first.trim() }];
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const role = rolesByMark.get(rest[index] ?? '');
    if (role !== undefined) messages.push({ role, content: (rest[index + 1] ?? '').trim() });
  }
  return messages.filter((message) => message.content !== '');
}
