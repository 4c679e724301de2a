import { evaluate, requireColumns } from './evaluate';
import type { Row } from './evaluate';
import { textOf } from './functions';
import type { Value } from './functions';
import type { MvExpand, Parse } from './query';
import type { Table } from './run-query';

/**
 * A row for each element; several columns go side by side. Nothing gives one row, an empty array none.
 *
 * Source: https://learn.microsoft.com/kusto/query/mv-expand-operator
 */
export function expandRows({ columns, rows }: Table, { columns: expanded, index, limit }: MvExpand): Table {
  for (const { value } of expanded) requireColumns(value, columns);
  const added = [...expanded.map(({ name }) => name), ...(index === undefined ? [] : [index])];
  return {
    columns: [...new Set([...columns, ...added])],
    rows: rows.flatMap((row): Row[] => {
      const elements = expanded.map(({ value }) => elementsOf(evaluate(value, row, columns)));
      const length = Math.min(limit, Math.max(...elements.map((each) => each.length)));
      return Array.from({ length }, (_, at) => ({
        ...row,
        ...Object.fromEntries(expanded.map(({ name }, column) => [name, elements[column]?.[at] ?? null])),
        ...(index !== undefined && { [index]: at }),
      }));
    }),
  };
}

/** An object has its members for elements, each as an object of its own. */
function elementsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).map(([name, member]) => ({ [name]: member as Value }));
}

/** Columns cut out of a text; a text that is not as the pattern says leaves them empty. */
export function parseRows({ columns, rows }: Table, { text, pattern }: Parse): Table {
  requireColumns(text, columns);
  const names = pattern.filter(({ kind }) => kind === 'column').map(({ value }) => value);
  return {
    columns: [...new Set([...columns, ...names])],
    rows: rows.map((row) => {
      const found = cut(textOf(evaluate(text, row, columns)), pattern);
      return { ...row, ...Object.fromEntries(names.map((name) => [name, found?.get(name) ?? ''])) };
    }),
  };
}

/** Up to the next text of the pattern goes to what stands before it; the end of the text is the end of the last. */
function cut(text: string, pattern: Parse['pattern']): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let start = 0;
  let waiting: Parse['pattern'][number] | undefined;
  const take = (end: number): void => {
    if (waiting?.kind === 'column') found.set(waiting.value, text.slice(start, end));
    waiting = undefined;
  };
  for (const part of pattern) {
    if (part.kind !== 'text') {
      waiting = part;
      continue;
    }
    const at = text.indexOf(part.value, start);
    if (at < 0 || (!waiting && at !== start)) return undefined;
    take(at);
    start = at + part.value.length;
  }
  if (!waiting && start !== text.length) return undefined;
  take(text.length);
  return found;
}
