import { order } from './evaluate';
import { textOf } from './functions';
import type { Value } from './functions';

/** Each takes the values of a group, in the order of its rows. */
const aggregates: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  count: (values) => values.length,
  countif: (values) => values.filter((value) => value === true).length,
  dcount: (values) => distinct(present(values)).length,
  make_set: makeSet,
  makeset: makeSet,
  make_list: present,
  makelist: present,
  any: (values) => present(values)[0],
  take_any: (values) => present(values)[0],
  min: (values) => [...present(values)].sort(order)[0],
  max: (values) => [...present(values)].sort(order).at(-1),
  sum: (values) => values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0),
};

/** @param name in lower case */
export function isAggregate(name: string): boolean {
  return Object.hasOwn(aggregates, name);
}

export function aggregate(name: string, values: readonly Value[]): Value {
  return aggregates[name]?.(values) ?? null;
}

/** Of arrays, the set of their elements. Source: https://learn.microsoft.com/kusto/query/make-set-aggregation-function */
function makeSet(values: readonly Value[]): Value {
  return distinct(present(values.flatMap((value): Value[] => (Array.isArray(value) ? value : [value]))));
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [textOf(value), value])).values()];
}

function present(values: readonly Value[]): readonly Value[] {
  return values.filter((value) => value !== null && value !== undefined);
}
