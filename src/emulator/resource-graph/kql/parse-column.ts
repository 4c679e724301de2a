import type { Cursor } from './cursor';
import { parseExpression } from './parse-expression';
import type { Column, Expression } from './query';

/**
 * Columns with commas between: `name = expression`, or an expression that has or gets a name.
 *
 * @param readRest reads what may stand behind each of them
 */
export function parseColumns(cursor: Cursor, readRest?: (cursor: Cursor) => void): readonly Column[] {
  let unnamed = 0;
  return cursor.list(() => {
    const first = parseExpression(cursor);
    const isNamed = first.kind === 'column' && cursor.take('=');
    const value = isNamed ? parseExpression(cursor) : first;
    readRest?.(cursor);
    return { name: nameOf(first) ?? `Column${(unnamed += 1)}`, value };
  });
}

/** Their value goes by the name of what they convert. */
const conversions = ['tostring', 'toint', 'tolong', 'todatetime', 'todynamic', 'parse_json'];

/** Kusto calls `properties.roleName` `properties_roleName`. */
export function nameOf(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name;
  if (value.kind === 'member') return `${nameOf(value.of) ?? ''}_${value.key}`;
  const [converted] = value.kind === 'call' && conversions.includes(value.name) ? value.arguments : [];
  return converted && nameOf(converted);
}
