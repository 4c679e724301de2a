import type { Cursor } from './cursor';
import { isFunction } from './functions';
import { QueryError } from './query';
import type { Expression } from './query';

const comparisons = [
  ...['==', '!=', '=~', '!~', '<', '<=', '>', '>='],
  ...['has', 'contains', 'startswith', 'endswith'].flatMap((name) => [name, `!${name}`]),
];

const memberships = ['in', 'in~', '!in', '!in~'];

/** `or` binds weakest, then `and`, then the comparisons. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => {
    let left = parseConjunction(cursor);
    while (cursor.take('or')) left = { kind: 'or', left, right: parseConjunction(cursor) };
    return left;
  });
}

function parseConjunction(cursor: Cursor): Expression {
  let left = parseComparison(cursor);
  while (cursor.take('and')) left = { kind: 'and', left, right: parseComparison(cursor) };
  return left;
}

function parseComparison(cursor: Cursor): Expression {
  const left = parseOperand(cursor);
  const comparison = comparisons.find((name) => cursor.take(name));
  if (comparison !== undefined) {
    return { kind: 'compare', operator: comparison, left, right: parseOperand(cursor) };
  }
  const membership = memberships.find((name) => cursor.take(name));
  if (membership === undefined) return left;
  cursor.expect('(');
  const values = cursor.list(() => parseExpression(cursor));
  cursor.expect(')');
  return { kind: 'in', operator: membership, left, values };
}

function parseOperand(cursor: Cursor): Expression {
  let operand = parsePrimary(cursor);
  for (;;) {
    const isDotted = cursor.take('.'); // also before a bracket, as in `properties.['odata.type']`
    if (cursor.take('[')) {
      operand = { kind: 'member', of: operand, key: parseKey(cursor) };
      cursor.expect(']');
    } else if (isDotted) {
      operand = { kind: 'member', of: operand, key: cursor.takeName() };
    } else {
      return operand;
    }
  }
}

function parseKey(cursor: Cursor): string | number {
  return cursor.nested(() => {
    if (!cursor.take('(')) {
      return cursor.next?.kind === 'number' ? cursor.takeNumber() : cursor.takeKind('text').value;
    }
    const key = parseKey(cursor);
    cursor.expect(')');
    return key;
  });
}

function parsePrimary(cursor: Cursor): Expression {
  if (cursor.take('(')) {
    const inner = parseExpression(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.next?.kind === 'text') return { kind: 'literal', value: cursor.takeKind('text').value };
  if (cursor.next?.kind === 'number') return { kind: 'literal', value: cursor.takeNumber() };
  if (cursor.take('true')) return { kind: 'literal', value: true };
  if (cursor.take('false')) return { kind: 'literal', value: false };
  if (cursor.afterNext?.value === '(') return parseCall(cursor);
  const token = cursor.takeKind('word');
  return { kind: 'column', name: token.value, token };
}

function parseCall(cursor: Cursor): Expression {
  const token = cursor.takeKind('word');
  if (!isFunction(token.value)) throw new QueryError('SemanticError', token);
  cursor.expect('(');
  const values = cursor.take(')') ? [] : cursor.list(() => parseExpression(cursor));
  if (values.length > 0) cursor.expect(')');
  return { kind: 'call', name: token.value.toLowerCase(), arguments: values };
}
