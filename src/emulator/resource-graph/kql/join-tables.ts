import type { Row } from './evaluate';
import { textOf } from './functions';
import { QueryError } from './query';
import type { Join } from './query';
import type { Table } from './run-query';

/** @throws QueryError when a side has no column of the name */
export function joinTables(left: Table, right: Table, { how, on }: Join): Table {
  const [leftKeys, rightKeys] = [on.map((pair) => pair.left), on.map((pair) => pair.right)];
  requireNames(left, leftKeys);
  requireNames(right, rightKeys);
  const renamed = right.columns.map((name) => [name, uniqueName(name, left.columns)] as const);
  const rename = (row: Row | undefined): Row =>
    Object.fromEntries(renamed.map(([name, as]) => [as, row?.[name] ?? null]));

  const matches = new Map<string, Row[]>();
  for (const row of right.rows) {
    const key = keyOf(row, rightKeys);
    const known = matches.get(key);
    if (known) known.push(row);
    else matches.set(key, [row]);
  }
  const seen = new Set<string>();
  const rows = left.rows.flatMap((row): Row[] => {
    const key = keyOf(row, leftKeys);
    if (how === 'innerunique' && seen.has(key)) return [];
    seen.add(key);
    const found = matches.get(key) ?? (how.endsWith('outer') ? [undefined] : []);
    return found.map((match) => ({ ...row, ...rename(match) }));
  });
  const alone = how === 'fullouter' ? right.rows.filter((row) => !seen.has(keyOf(row, rightKeys))) : [];
  return {
    columns: [...left.columns, ...renamed.map(([, as]) => as)],
    rows: [...rows, ...alone.map(rename)],
  };
}

function keyOf(row: Row, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => textOf(row[name])));
}

/** Kusto numbers the right side's columns whose names are taken. */
function uniqueName(name: string, taken: readonly string[]): string {
  let unique = name;
  for (let number = 1; taken.includes(unique); number += 1) unique = `${name}${number}`;
  return unique;
}

function requireNames({ columns }: Table, names: readonly string[]): void {
  const value = names.find((name) => !columns.includes(name));
  if (value !== undefined) throw new QueryError('SemanticError', { value, line: -1, position: -1 });
}
