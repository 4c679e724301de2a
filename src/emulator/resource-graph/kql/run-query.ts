import { evaluate, order, requireColumns } from './evaluate';
import type { Row } from './evaluate';
import { expandRows, parseRows } from './expand-rows';
import { joinTables } from './join-tables';
import { QueryError } from './query';
import type { Column, Operator, Ordering, Query } from './query';
import { summarize } from './summarize';

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
      return summarize(table, { aggregates: [], by: operator.columns });
    case 'projectAway':
      return { columns: columns.filter((name) => !operator.names.includes(name)), rows };
    case 'order':
      return { columns, rows: sort(table, operator.by).slice(0, operator.first) };
    case 'take':
      return { columns, rows: rows.slice(0, operator.count) };
    case 'count':
      return { columns: ['Count'], rows: [{ Count: rows.length }] };
    case 'summarize':
      return summarize(table, operator);
    case 'mvExpand':
      return expandRows(table, operator);
    case 'parse':
      return parseRows(table, operator);
    case 'join':
      return joinTables(table, runQuery(operator.right, tableOf), operator);
    case 'union':
      return unite([table, ...operator.others.map((other) => runQuery(other, tableOf))]);
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

/** The rows of all, with every column that one of them has. */
function unite(tables: readonly Table[]): Table {
  return {
    columns: [...new Set(tables.flatMap(({ columns }) => columns))],
    rows: tables.flatMap(({ rows }) => rows),
  };
}

function unknownName(value: string): QueryError {
  return new QueryError('SemanticError', { value, line: -1, position: -1 });
}
