export type Value = unknown;

/** Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language */
const functions: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  tolower: (value) => textOf(value).toLowerCase(),
  toupper: (value) => textOf(value).toUpperCase(),
  tostring: (value) => textOf(value),
  strcat: (...values) => values.map(textOf).join(''),
  strlen: (value) => textOf(value).length,
  isempty: (value) => textOf(value) === '',
  isnotempty: (value) => textOf(value) !== '',
  isnull: (value) => value === null || value === undefined,
  isnotnull: (value) => value !== null && value !== undefined,
  not: (value) => value !== true,
  coalesce: (...values) => values.find((value) => value !== null && value !== undefined && value !== ''),
  iff: (condition, yes, no) => (condition === true ? yes : no),
  iif: (condition, yes, no) => (condition === true ? yes : no),
  split: (value, separator) => textOf(value).split(textOf(separator)),
  array_length: (value) => (Array.isArray(value) ? value.length : null),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name.toLowerCase());
}

export function callFunction(name: string, values: readonly Value[]): Value {
  return functions[name]?.(...values);
}

/** As `tostring()` has it: nothing is the empty text, an object its JSON. */
export function textOf(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
