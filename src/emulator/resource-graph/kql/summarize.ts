import { aggregate } from './aggregates';
import { evaluate, requireColumns } from './evaluate';
import type { Row } from './evaluate';
import { textOf } from './functions';
import type { Summarize } from './query';
import type { Table } from './run-query';

/** A row for each group of rows with the same values; without `by` there is one, also when it is of no rows. */
export function summarize({ columns, rows }: Table, { aggregates, by }: Omit<Summarize, 'kind'>): Table {
  for (const { value } of by) requireColumns(value, columns);
  for (const { of } of aggregates) if (of) requireColumns(of, columns);
  const groups = new Map<string, { readonly named: Row; readonly rows: Row[] }>();
  if (by.length === 0) groups.set('[]', { named: {}, rows: [] });
  for (const row of rows) {
    const values = by.map(({ name, value }) => [name, evaluate(value, row, columns) ?? null] as const);
    const key = JSON.stringify(values.map(([, value]) => textOf(value)));
    const group = groups.get(key) ?? { named: Object.fromEntries(values), rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return {
    columns: [...by, ...aggregates].map(({ name }) => name),
    rows: [...groups.values()].map((group) => ({
      ...group.named,
      ...Object.fromEntries(
        aggregates.map(({ name, function: called, of }) => [
          name,
          aggregate(called, of ? group.rows.map((row) => evaluate(of, row, columns)) : group.rows),
        ]),
      ),
    })),
  };
}
