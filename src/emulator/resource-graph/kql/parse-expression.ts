import type { Cursor } from './cursor';
import { isFunction } from './functions';
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
    if (cursor.take('.')) {
      operand = { kind: 'member', of: operand, key: cursor.takeKind('word').value };
    } else if (cursor.take('[')) {
      const key = cursor.next?.kind === 'number' ? Number(cursor.takeKind('number').value) : undefined;
      operand = { kind: 'member', of: operand, key: key ?? cursor.takeKind('text').value };
      cursor.expect(']');
    } else {
      return operand;
    }
  }
}

function parsePrimary(cursor: Cursor): Expression {
  if (cursor.take('(')) {
    const inner = parseExpression(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.next?.kind === 'text') return { kind: 'literal', value: cursor.takeKind('text').value };
  if (cursor.next?.kind === 'number')
    return { kind: 'literal', value: Number(cursor.takeKind('number').value) };
  if (cursor.take('true')) return { kind: 'literal', value: true };
  if (cursor.take('false')) return { kind: 'literal', value: false };
  if (cursor.next && isFunction(cursor.next.value)) return parseCall(cursor);
  const token = cursor.takeKind('word');
  return { kind: 'column', name: token.value, token };
}

function parseCall(cursor: Cursor): Expression {
  const name = cursor.takeKind('word').value;
  // A column may have a function's name.
  if (cursor.next?.value !== '(') throw cursor.failure();
  cursor.expect('(');
  const values = cursor.take(')') ? [] : cursor.list(() => parseExpression(cursor));
  if (values.length > 0) cursor.expect(')');
  return { kind: 'call', name: name.toLowerCase(), arguments: values };
}
