/** The paths in a JSON value with the types found there, such as `choices[].index: number`. Items of an array share one path. */
export function shapeOf(value: unknown, path = ''): ReadonlySet<string> {
  if (Array.isArray(value)) return union([`${path}: array`], ...value.map((item) => shapeOf(item, `${path}[]`)));
  if (typeof value !== 'object' || value === null)
    return new Set([`${path}: ${value === null ? 'null' : typeof value}`]);
  const prefix = path === '' ? '' : `${path}.`;
  return union([], ...Object.entries(value).map(([key, item]) => shapeOf(item, prefix + key)));
}

export function union(...sets: readonly Iterable<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
