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
  split: (value, separator, index) => {
    const parts = textOf(value).split(textOf(separator));
    return typeof index === 'number' ? parts.slice(index, index + 1) : parts;
  },
  case: (...values) => {
    const met = values.findIndex((value, index) => index % 2 === 0 && value === true);
    return met >= 0 && met + 1 < values.length ? values[met + 1] : values.at(-1);
  },
  substring: (value, start, length) =>
    textOf(value).substring(
      numberOf(start),
      length === undefined ? undefined : numberOf(start) + numberOf(length),
    ),
  indexof: (value, part) => textOf(value).indexOf(textOf(part)),
  replace_string: (value, part, other) => textOf(value).replaceAll(textOf(part), () => textOf(other)),
  toint: wholeNumber,
  tolong: wholeNumber,
  todatetime: (value) => (Number.isNaN(Date.parse(textOf(value))) ? null : value),
  parse_json: parseJson,
  todynamic: parseJson,
  pack,
  bag_pack: pack,
  pack_array: (...values) => values,
  array_length: (value) => (Array.isArray(value) ? value.length : null),
  strcat_array: (value, separator) =>
    Array.isArray(value) ? value.map(textOf).join(textOf(separator)) : null,
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name.toLowerCase());
}

export function callFunction(name: string, values: readonly Value[]): Value {
  return functions[name]?.(...values);
}

function numberOf(value: Value): number {
  return typeof value === 'number' ? value : 0;
}

function wholeNumber(value: Value): Value {
  const text = textOf(value).trim();
  return text === '' || Number.isNaN(Number(text)) ? null : Math.trunc(Number(text));
}

/** What is no text is JSON already. */
function parseJson(value: Value): Value {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** An object of names and values, each name before its value. */
function pack(...values: readonly Value[]): Value {
  const names = values.filter((_, index) => index % 2 === 0).map(textOf);
  return Object.fromEntries(names.map((name, index) => [name, values[index * 2 + 1] ?? null]));
}

/** As `tostring()` has it: nothing is the empty text, an object its JSON. */
export function textOf(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
