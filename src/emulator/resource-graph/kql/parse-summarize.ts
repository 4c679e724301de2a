import { isAggregate } from './aggregates';
import type { Cursor } from './cursor';
import { nameOf, parseColumns } from './parse-column';
import { parseExpression } from './parse-expression';
import { QueryError } from './query';
import type { Aggregate, Expression, Summarize } from './query';

/** `[name =] function(expression), … by column, …`; either half may be missing. */
export function parseSummarize(cursor: Cursor): Summarize {
  const isGrouped = cursor.next?.value.toLowerCase() === 'by';
  const aggregates = isGrouped ? [] : cursor.list(() => parseAggregate(cursor)).flat();
  const by = cursor.take('by') ? parseColumns(cursor) : [];
  return { kind: 'summarize', aggregates, by };
}

/** More than one when it is of more than one expression: `any(a, b)`. */
function parseAggregate(cursor: Cursor): readonly Aggregate[] {
  const name = cursor.afterNext?.value === '=' ? cursor.takeName() : undefined;
  if (name !== undefined) cursor.expect('=');
  const token = cursor.takeKind('word');
  const called = token.value.toLowerCase();
  if (!isAggregate(called)) throw new QueryError('InvalidQueryLanguage', token);
  cursor.expect('(');
  const of = cursor.take(')') ? [] : cursor.list(() => parseExpression(cursor));
  if (of.length > 0) cursor.expect(')');
  if (of.length === 0) return [{ name: name ?? `${called}_`, function: called }];
  // A second number is the most elements of a set.
  const valued = of.filter((value, index) => index === 0 || value.kind !== 'literal');
  return valued.map((value) => ({ name: name ?? defaultName(called, value), function: called, of: value }));
}

/** Source: https://learn.microsoft.com/kusto/query/summarize-operator */
function defaultName(called: string, value: Expression): string {
  if (called === 'take_any') return nameOf(value) ?? '';
  const prefix = called.replace(/^make_?/, ''); // `set_x`, `list_x`
  return called === 'countif' ? 'countif_' : `${prefix}_${nameOf(value) ?? ''}`;
}
