import { evaluate, order, requireColumns } from './evaluate';
import type { Row } from './evaluate';
import { textOf } from './functions';
import { QueryError } from './query';
import type { Column, Operator, Ordering, Query } from './query';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * @param tableOf a table by its lower-case name
 * @throws QueryError when the query names a table or column that there is not
 */
export function runQuery(query: Query, tableOf: (name: string) => Table | undefined): Table {
  const table = tableOf(query.table.toLowerCase());
  if (!table) throw unknownName(query.table);
  return query.operators.reduce((current, operator) => apply(current, operator, tableOf), table);
}

function apply(table: Table, operator: Operator, tableOf: (name: string) => Table | undefined): Table {
  const { columns, rows } = table;
  switch (operator.kind) {
    case 'where':
      requireColumns(operator.condition, columns);
      return { columns, rows: rows.filter((row) => evaluate(operator.condition, row, columns) === true) };
    case 'project':
      return compute(table, operator.columns, []);
    case 'extend':
      return compute(table, operator.columns, columns);
    case 'distinct':
      return summarize(table, [], operator.columns);
    case 'projectAway':
      return { columns: columns.filter((name) => !operator.names.includes(name)), rows };
    case 'order':
      return { columns, rows: sort(table, operator.by) };
    case 'take':
      return { columns, rows: rows.slice(0, operator.count) };
    case 'count':
      return { columns: ['Count'], rows: [{ Count: rows.length }] };
    case 'summarize':
      return summarize(table, operator.counts, operator.by);
    case 'join':
      return join(table, runQuery(operator.right, tableOf), operator);
  }
}

/** The new columns after those that are kept; one of the same name is replaced. */
function compute({ columns, rows }: Table, added: readonly Column[], kept: readonly string[]): Table {
  for (const { value } of added) requireColumns(value, columns);
  const names = [...new Set([...kept, ...added.map(({ name }) => name)])];
  const computed = rows.map((row) => ({
    ...Object.fromEntries(kept.map((name) => [name, row[name]])),
    ...Object.fromEntries(added.map(({ name, value }) => [name, evaluate(value, row, columns) ?? null])),
  }));
  return { columns: names, rows: computed };
}

function sort({ columns, rows }: Table, by: readonly Ordering[]): readonly Row[] {
  for (const { value } of by) requireColumns(value, columns);
  const compare = (one: Row, other: Row): number => {
    for (const { value, descending } of by) {
      const difference = order(evaluate(value, one, columns), evaluate(value, other, columns));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  };
  return [...rows].sort(compare);
}

function summarize(table: Table, counts: readonly string[], by: readonly Column[]): Table {
  const keyed = compute(table, by, []);
  const groups = new Map<string, { readonly row: Row; count: number }>();
  for (const row of keyed.rows) {
    const key = JSON.stringify(keyed.columns.map((name) => textOf(row[name])));
    const group = groups.get(key) ?? { row, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  // Without `by` there is one row, also when nothing was counted.
  if (by.length === 0 && groups.size === 0) groups.set('', { row: {}, count: 0 });
  const rows = [...groups.values()].map(({ row, count }) => ({
    ...row,
    ...Object.fromEntries(counts.map((name) => [name, count])),
  }));
  return { columns: [...keyed.columns, ...counts], rows };
}

function join(left: Table, right: Table, operator: Extract<Operator, { kind: 'join' }>): Table {
  const { leftKey, rightKey, how } = operator;
  if (!left.columns.includes(leftKey)) throw unknownName(leftKey);
  if (!right.columns.includes(rightKey)) throw unknownName(rightKey);
  const renamed = right.columns.map((name) => [name, uniqueName(name, left.columns)] as const);
  const matches = new Map<string, Row[]>();
  for (const row of right.rows) {
    const key = textOf(row[rightKey]);
    const known = matches.get(key);
    if (known) known.push(row);
    else matches.set(key, [row]);
  }
  const seen = new Set<string>();
  const rows = left.rows.flatMap((row): Row[] => {
    const key = textOf(row[leftKey]);
    if (how === 'innerunique' && seen.has(key)) return [];
    seen.add(key);
    const found: readonly (Row | undefined)[] = matches.get(key) ?? (how === 'leftouter' ? [undefined] : []);
    return found.map((match) => ({
      ...row,
      ...Object.fromEntries(renamed.map(([name, as]) => [as, match?.[name] ?? null])),
    }));
  });
  return { columns: [...left.columns, ...renamed.map(([, as]) => as)], rows };
}

/** Kusto numbers the right side's columns whose names are taken. */
function uniqueName(name: string, taken: readonly string[]): string {
  let unique = name;
  for (let number = 1; taken.includes(unique); number += 1) unique = `${name}${number}`;
  return unique;
}

function unknownName(value: string): QueryError {
  return new QueryError('SemanticError', { value, line: -1, position: -1 });
}
