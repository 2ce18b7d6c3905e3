import type { PromptSource, Span, TemplateText } from '../promptSource.ts';

/** How a template language writes its tags. */
export interface TagSyntax {
  /** Matches every way to open a tag. Global. */
  readonly opening: RegExp;
  /** What closes a tag that was opened so, and whether quotes inside it can hide that. */
  closing(opening: string): { readonly mark: string; readonly quotes: boolean };
  block(tag: string): BlockTag | undefined;
}

/** As much more of a template language as is needed to say where an error is. */
export interface BlockSyntax extends TagSyntax {
  closingTag(name: string): string;
}

/** A tag that opens, divides or closes a block; `name` is what opening and closing tag share. */
export type BlockTag =
  | { readonly part: 'open' | 'close'; readonly name: string }
  | { readonly part: 'middle'; readonly name?: never };

export interface Tag extends Span {
  readonly text: string;
  readonly closed: boolean;
}

const mostBlanks = 1000;
const mostDepth = 100;
/** The look back keeps the search itself linear. */
const longBlanks = new RegExp(`(?<!\\s)\\s{${mostBlanks + 1},}`);

/** The tags of a template, in order. A tag that is not closed is the last one. */
export function* tagsOf(text: string, syntax: TagSyntax): Generator<Tag> {
  const opening = new RegExp(syntax.opening);
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [mark] = match;
    if (mark.startsWith('\\')) continue;
    const start = match.index;
    const end = endOfTag(text, start + mark.length, syntax.closing(mark));
    const closed = end !== undefined;
    const stop = end ?? text.length;
    yield { text: text.slice(start, stop), start, end: stop, closed };
    opening.lastIndex = stop;
  }
}

/**
 * Reports a tag that is not closed, and blocks that nest too deep; `else` nests as well, since what follows it is a part of what
 * comes before it. True: the tags are sound. Deep recursion is worse than an error: V8 ends the process when it has no stack left
 * to compile a regular expression.
 */
export function checkTags(template: TemplateText, syntax: TagSyntax, source: PromptSource): boolean {
  const open: number[] = [];
  let depth = 0;
  for (const tag of tagsOf(template.text, syntax)) {
    const part = syntax.block(tag.text)?.part;
    if (part === 'open') open.push(depth);
    if (part === 'close') depth = open.pop() ?? 0;
    else if (part !== undefined) depth++;
    if (tag.closed && depth <= mostDepth) continue;
    if (!tag.closed) source.error('unclosed-tag', 'Close this tag.', spanOfTag(tag, template));
    else source.error('deep-nesting', `Nest blocks at most ${mostDepth} deep.`, spanOfTag(tag, template));
    return false;
  }
  return true;
}

/** Reports more blanks in a row than the template libraries can take: they need time in the square of the number. */
export function checkBlanks(template: TemplateText, source: PromptSource): boolean {
  const blanks = longBlanks.exec(template.text);
  if (blanks === null) return true;
  const message = `Shorten this run of blanks to at most ${mostBlanks} characters.`;
  source.error('long-blank', message, template.spanOf(blanks.index, blanks.index + blanks[0].length));
  return false;
}

/**
 * Reports a syntax error where it most likely is: the template libraries do not say. `parses` tells whether a text is sound on its
 * own. Blames the first tag that is unsound alone, closes what is not open, or stays open.
 */
export function reportSyntaxError(
  template: TemplateText,
  source: PromptSource,
  { syntax, parses, cause }: { syntax: BlockSyntax; parses: (text: string) => boolean; cause: unknown },
): void {
  const tag = firstUnsoundTag(template.text, syntax, parses) ?? {
    text: template.text,
    start: 0,
    end: template.text.length,
  };
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  source.error('template-syntax', `The template cannot be read: ${reason}.`, spanOfTag(tag, template));
}

function firstUnsoundTag(text: string, syntax: BlockSyntax, parses: (text: string) => boolean): Tag | undefined {
  const open: { readonly name: string; readonly tag: Tag }[] = [];
  for (const tag of tagsOf(text, syntax)) {
    const block = syntax.block(tag.text);
    if (block === undefined) {
      if (!parses(tag.text)) return tag;
    } else if (block.part === 'open') {
      if (!parses(tag.text + syntax.closingTag(block.name))) return tag;
      open.push({ name: block.name, tag });
    } else if (block.part === 'close' ? open.pop()?.name !== block.name : open.length === 0) {
      return tag;
    }
  }
  return open.at(-1)?.tag;
}

/** The first line of a tag: enough to find it by. */
function spanOfTag(tag: Pick<Tag, 'text' | 'start' | 'end'>, template: TemplateText): Span {
  const lineEnd = tag.text.search(/[\r\n]/);
  return template.spanOf(tag.start, lineEnd === -1 ? tag.end : tag.start + lineEnd);
}

function endOfTag(text: string, from: number, { mark, quotes }: ReturnType<TagSyntax['closing']>): number | undefined {
  let at = from;
  let end = text.indexOf(mark, from);
  while (end !== -1) {
    const quote = quotes ? text.slice(at, end).search(/["']/) : -1;
    const quoteEnd = quote === -1 ? -1 : text.indexOf(text.charAt(at + quote), at + quote + 1);
    if (quoteEnd === -1) return end + mark.length;
    at = quoteEnd + 1;
    if (end < at) end = text.indexOf(mark, at);
  }
  return undefined;
}
