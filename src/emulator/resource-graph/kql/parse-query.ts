import { Cursor } from './cursor';
import { parseColumns } from './parse-column';
import { parseExpression } from './parse-expression';
import { parseSummarize } from './parse-summarize';
import type { Join, MvExpand, Operator, Ordering, Parse, Query } from './query';
import { QueryError } from './query';
import { tokenize } from './tokenize';

/** How many of each a query may have. Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language */
const mostPerQuery = 3;
const counted = { join: 'join', mvExpand: 'mv-expand', union: 'union' } as const;

/** @throws QueryError with the first token that is not understood */
export function parseQuery(text: string): Query {
  const cursor = new Cursor(tokenize(text));
  const query = parseTabular(cursor);
  if (!cursor.isAtEnd) throw cursor.failure();
  for (const [kind, value] of Object.entries(counted)) {
    if (count(query, kind) <= mostPerQuery) continue;
    const message = `A query may have '${value}' ${mostPerQuery} times.`;
    throw new QueryError('InvalidQueryLanguage', { value, line: -1, position: -1 }, message);
  }
  return query;
}

/** A query that begins with an operator is about the table `resources`. */
function parseTabular(cursor: Cursor): Query {
  const isLed = cursor.next?.kind === 'word' && operatorOf(cursor.next.value) !== undefined;
  const table = isLed ? 'resources' : cursor.takeName();
  const operators: Operator[] = isLed ? [parseOperator(cursor)] : [];
  while (cursor.take('|')) operators.push(parseOperator(cursor));
  return { table, operators };
}

function parseOperator(cursor: Cursor): Operator {
  const token = cursor.next;
  if (token?.kind !== 'word') throw cursor.failure();
  const read = operatorOf(token.value);
  if (!read) throw unknownLanguage(token.value);
  cursor.takeName();
  return read(cursor);
}

function operatorOf(name: string): ((cursor: Cursor) => Operator) | undefined {
  return Object.hasOwn(operatorParsers, name.toLowerCase()) ? operatorParsers[name.toLowerCase()] : undefined;
}

const operatorParsers: Readonly<Record<string, (cursor: Cursor) => Operator>> = {
  where: (cursor) => ({ kind: 'where', condition: parseExpression(cursor) }),
  project: (cursor) => ({ kind: 'project', columns: parseColumns(cursor) }),
  extend: (cursor) => ({ kind: 'extend', columns: parseColumns(cursor) }),
  distinct: (cursor) => ({ kind: 'distinct', columns: parseColumns(cursor) }),
  'project-away': (cursor) => ({ kind: 'projectAway', names: cursor.list(() => cursor.takeName()) }),
  order: parseOrder,
  sort: parseOrder,
  top: (cursor) => ({ first: cursor.takeCount(), ...parseOrder(cursor) }),
  take: (cursor) => ({ kind: 'take', count: cursor.takeCount() }),
  limit: (cursor) => ({ kind: 'take', count: cursor.takeCount() }),
  count: () => ({ kind: 'count' }),
  summarize: parseSummarize,
  'mv-expand': parseMvExpand,
  mvexpand: parseMvExpand,
  parse: parseParse,
  join: parseJoin,
  union: (cursor) => ({ kind: 'union', others: cursor.list(() => parseOther(cursor)) }),
};

function parseOrder(cursor: Cursor): Extract<Operator, { kind: 'order' }> {
  cursor.expect('by');
  const parseOne = (): Ordering => {
    const value = parseExpression(cursor);
    const ascending = cursor.take('asc');
    if (!ascending) cursor.take('desc');
    return { value, descending: !ascending };
  };
  return { kind: 'order', by: cursor.list(parseOne) };
}

/** Rows that one row becomes by default. Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language */
const usualLimit = 128;

function parseMvExpand(cursor: Cursor): MvExpand {
  const isIndexed = cursor.take('with_itemindex');
  if (isIndexed) cursor.expect('=');
  const index = isIndexed ? cursor.takeName() : undefined;
  const columns = parseColumns(cursor, skipType);
  const limit = cursor.take('limit') ? cursor.takeCount() : usualLimit;
  return { kind: 'mvExpand', columns, limit, ...(index !== undefined && { index }) };
}

/** The elements keep the type that they have. */
function skipType(cursor: Cursor): void {
  if (!cursor.take('to')) return;
  for (const mark of ['typeof', '(']) cursor.expect(mark);
  cursor.takeName();
  cursor.expect(')');
}

function parseParse(cursor: Cursor): Parse {
  const text = parseExpression(cursor);
  cursor.expect('with');
  const pattern: Parse['pattern'][number][] = [];
  while (!cursor.isAtEnd && cursor.next?.value !== '|' && cursor.next?.value !== ')') {
    if (cursor.take('*')) pattern.push({ kind: 'skip', value: '' });
    else if (cursor.next?.kind === 'text')
      pattern.push({ kind: 'text', value: cursor.takeKind('text').value });
    else pattern.push({ kind: 'column', value: cursor.takeName() });
  }
  return { kind: 'parse', text, pattern };
}

const joinKinds = ['inner', 'innerunique', 'leftouter', 'fullouter'] as const;

function parseJoin(cursor: Cursor): Join {
  let how: Join['how'] = 'innerunique';
  if (cursor.take('kind')) {
    cursor.expect('=');
    const kind = joinKinds.find((name) => cursor.take(name));
    if (!kind) throw cursor.failure('InvalidQueryLanguage');
    how = kind;
  }
  const right = parseOther(cursor);
  cursor.expect('on');
  return { kind: 'join', how, right, on: cursor.list(() => parsePair(cursor)) };
}

/** A table's name, or a query in brackets. */
function parseOther(cursor: Cursor): Query {
  if (!cursor.take('(')) return { table: cursor.takeName(), operators: [] };
  const query = cursor.nested(() => parseTabular(cursor));
  cursor.expect(')');
  return query;
}

/** `name`, or `$left.name == $right.name` with either side first. */
function parsePair(cursor: Cursor): Join['on'][number] {
  const parseSide = (): string => {
    cursor.expect('.');
    return cursor.takeName();
  };
  const isLeftFirst = cursor.take('$left');
  if (!isLeftFirst && !cursor.take('$right')) {
    const name = cursor.takeName();
    return { left: name, right: name };
  }
  const one = parseSide();
  cursor.expect('==');
  cursor.expect(isLeftFirst ? '$right' : '$left');
  const other = parseSide();
  return isLeftFirst ? { left: one, right: other } : { left: other, right: one };
}

function count({ operators }: Query, kind: string): number {
  return operators
    .flatMap((operator) => [
      operator.kind === kind ? 1 : 0,
      ...(operator.kind === 'join' ? [count(operator.right, kind)] : []),
      ...(operator.kind === 'union' ? operator.others.map((other) => count(other, kind)) : []),
    ])
    .reduce((sum, each) => sum + each, 0);
}

/** A part of the query language that is not taken. */
function unknownLanguage(value: string): QueryError {
  return new QueryError('InvalidQueryLanguage', { value, line: -1, position: -1 });
}
