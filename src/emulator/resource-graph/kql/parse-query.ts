import { Cursor } from './cursor';
import { parseExpression } from './parse-expression';
import type { Column, Expression, Operator, Ordering, Query } from './query';
import { QueryError } from './query';
import { tokenize } from './tokenize';

/** Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language */
const joinsPerQuery = 3;

/** @throws QueryError with the first token that is not understood */
export function parseQuery(text: string): Query {
  const cursor = new Cursor(tokenize(text));
  const query = parseTabular(cursor);
  if (!cursor.isAtEnd) throw cursor.failure();
  if (countJoins(query) > joinsPerQuery) {
    throw new QueryError('InvalidQueryLanguage', { value: 'join', line: -1, position: -1 });
  }
  return query;
}

function parseTabular(cursor: Cursor): Query {
  const table = cursor.takeKind('word').value;
  const operators: Operator[] = [];
  while (cursor.take('|')) operators.push(parseOperator(cursor));
  return { table, operators };
}

function parseOperator(cursor: Cursor): Operator {
  const name = cursor.next?.kind === 'word' ? cursor.next.value.toLowerCase() : '';
  const read = Object.hasOwn(operatorParsers, name) ? operatorParsers[name] : undefined;
  if (!read) {
    const token = cursor.next;
    throw token?.kind === 'word'
      ? new QueryError('InvalidQueryLanguage', { value: token.value, line: -1, position: -1 })
      : cursor.failure();
  }
  cursor.takeKind('word');
  return read(cursor);
}

const operatorParsers: Readonly<Record<string, (cursor: Cursor) => Operator>> = {
  where: (cursor) => ({ kind: 'where', condition: parseExpression(cursor) }),
  project: (cursor) => ({ kind: 'project', columns: cursor.list(() => parseColumn(cursor)) }),
  extend: (cursor) => ({ kind: 'extend', columns: cursor.list(() => parseColumn(cursor)) }),
  distinct: (cursor) => ({ kind: 'distinct', columns: cursor.list(() => parseColumn(cursor)) }),
  'project-away': (cursor) => ({
    kind: 'projectAway',
    names: cursor.list(() => cursor.takeKind('word').value),
  }),
  order: parseOrder,
  sort: parseOrder,
  take: parseTake,
  limit: parseTake,
  count: () => ({ kind: 'count' }),
  summarize: parseSummarize,
  join: parseJoin,
};

/** `name = expression`, or an expression whose last part is the name. */
function parseColumn(cursor: Cursor): Column {
  const value = parseExpression(cursor);
  if (value.kind === 'column' && cursor.take('='))
    return { name: value.name, value: parseExpression(cursor) };
  return { name: nameOf(value) ?? 'Column1', value };
}

/** Kusto calls `properties.roleName` `properties_roleName`. */
function nameOf(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name;
  if (value.kind !== 'member') return undefined;
  return `${nameOf(value.of) ?? ''}_${value.key}`;
}

function parseOrder(cursor: Cursor): Operator {
  cursor.expect('by');
  const parseOne = (): Ordering => {
    const value = parseExpression(cursor);
    const ascending = cursor.take('asc');
    if (!ascending) cursor.take('desc');
    return { value, descending: !ascending };
  };
  return { kind: 'order', by: cursor.list(parseOne) };
}

function parseTake(cursor: Cursor): Operator {
  return { kind: 'take', count: Number(cursor.takeKind('number').value) };
}

function parseSummarize(cursor: Cursor): Operator {
  const parseCount = (): string => {
    const first = cursor.takeKind('word').value;
    const isNamed = cursor.take('=');
    if (isNamed) cursor.expect('count');
    else if (first.toLowerCase() !== 'count') throw cursor.failure('InvalidQueryLanguage');
    cursor.expect('(');
    cursor.expect(')');
    return isNamed ? first : 'count_';
  };
  const counts = cursor.next?.value.toLowerCase() === 'by' ? [] : cursor.list(parseCount);
  const by = cursor.take('by') ? cursor.list(() => parseColumn(cursor)) : [];
  return { kind: 'summarize', counts, by };
}

const joinKinds = ['inner', 'innerunique', 'leftouter'] as const;

function parseJoin(cursor: Cursor): Operator {
  let how: (typeof joinKinds)[number] = 'innerunique';
  if (cursor.take('kind')) {
    cursor.expect('=');
    const kind = joinKinds.find((name) => cursor.take(name));
    if (!kind) throw cursor.failure('InvalidQueryLanguage');
    how = kind;
  }
  cursor.expect('(');
  const right = cursor.nested(() => parseTabular(cursor));
  cursor.expect(')');
  cursor.expect('on');
  if (!cursor.take('$left')) {
    const key = cursor.takeKind('word').value;
    return { kind: 'join', how, right, leftKey: key, rightKey: key };
  }
  cursor.expect('.');
  const leftKey = cursor.takeKind('word').value;
  for (const mark of ['==', '$right', '.']) cursor.expect(mark);
  return { kind: 'join', how, right, leftKey, rightKey: cursor.takeKind('word').value };
}

function countJoins(query: Query): number {
  return query.operators
    .map((operator) => (operator.kind === 'join' ? 1 + countJoins(operator.right) : 0))
    .reduce((sum, count) => sum + count, 0);
}
