/** A variable of the prompt, with the column that it is taken from. */
export interface MatchedVariable {
  readonly name: string;
  /** undefined: none fits. */
  readonly column: string | undefined;
  /** The prompt says what stands there without a column. */
  readonly hasDefault: boolean;
}

/**
 * Finds each variable's column: the one that the user chose, the one of its name, the one whose name differs in case and separators only, and, where
 * one variable that needs a column and one column are left over, that one.
 * @param goldColumn never guessed: it holds the answer
 */
export function matchColumns(
  variables: readonly { readonly name: string; readonly hasDefault: boolean }[],
  columns: readonly string[],
  {
    chosen,
    goldColumn,
  }: { readonly chosen: Readonly<Record<string, string>>; readonly goldColumn: string | undefined },
): MatchedVariable[] {
  const guessable = columns.filter((column) => column !== goldColumn);
  const matched = variables.map(({ name, hasDefault }) => {
    const asked = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    const column =
      (asked !== undefined && columns.includes(asked) ? asked : undefined) ??
      columns.find((one) => one === name) ??
      guessable.find((one) => plain(one) === plain(name));
    return { name, column, hasDefault };
  });
  const open = matched.filter(({ column, hasDefault }) => column === undefined && !hasDefault);
  const free = guessable.filter((one) => !matched.some(({ column }) => column === one));
  const [last] = open;
  if (open.length !== 1 || free.length !== 1) return matched;
  return matched.map((variable) => (variable === last ? { ...variable, column: free[0] } : variable));
}

/** Only what differs from the variables' own names, as `ProfileOrder.columns` wants it. */
export function renamedColumns(variables: readonly Pick<MatchedVariable, 'name' | 'column'>[]): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ name, column }) => (column === undefined || column === name ? [] : [[name, column]])),
  );
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '');
}
