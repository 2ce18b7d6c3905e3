import type { PromptTemplate } from './promptTemplate.ts';

/**
 * TypeScript declarations of the inputs that a prompt takes, to be given to `loadCascade`. A variable with a declared default may be left out.
 * @param configName `triage`, of which the type is called `TriageInputs`
 * @param columns that the config decides by besides
 */
export function inputTypes(
  configName: string,
  { file, usedVariables }: Pick<PromptTemplate, 'file' | 'usedVariables'>,
  columns: readonly string[] = [],
): string {
  const more = columns.filter((column) => !usedVariables.some(({ name }) => name === column));
  const fields = [
    ...usedVariables.map(({ name, declaredDefault }) =>
      fieldOf(name, declaredDefault === undefined || columns.includes(name)),
    ),
    ...more.map((name) => fieldOf(name, true)),
  ];
  return [
    `/** What ${JSON.stringify(file.split(/[\\/]/).at(-1))} takes. Written by \`downtier types\`. */\n`,
    `export interface ${pascalCase(configName)}Inputs {\n${fields.join('')}}\n\n`,
    'export type InputValue = string | number | boolean | null | readonly InputValue[] | { readonly [key: string]: InputValue };\n',
  ].join('');
}

function fieldOf(name: string, isNeeded: boolean): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return `  readonly ${key}${isNeeded ? '' : '?'}: InputValue;\n`;
}

function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `Prompt${joined}`;
}
