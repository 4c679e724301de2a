import { callFunction, textOf } from './functions';
import type { Value } from './functions';
import { QueryError } from './query';
import type { Expression } from './query';

export type Row = Readonly<Record<string, Value>>;

/** @throws QueryError when the expression names a column that there is not */
export function evaluate(expression: Expression, row: Row, columns: readonly string[]): Value {
  const value = (inner: Expression): Value => evaluate(inner, row, columns);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column':
      return row[requireColumn(expression, columns)];
    case 'member':
      return memberOf(value(expression.of), expression.key);
    case 'call':
      return callFunction(expression.name, expression.arguments.map(value));
    case 'and':
      return value(expression.left) === true && value(expression.right) === true;
    case 'or':
      return value(expression.left) === true || value(expression.right) === true;
    case 'compare':
      return compare(expression.operator, value(expression.left), value(expression.right));
    case 'in': {
      const ignoresCase = expression.operator.endsWith('~');
      const left = value(expression.left);
      const isIn = expression.values.some((one) => compare(ignoresCase ? '=~' : '==', left, value(one)));
      return expression.operator.startsWith('!') ? !isIn : isIn;
    }
  }
}

/** Checks the columns of an expression, also when there is no row to evaluate it on. */
export function requireColumns(expression: Expression, columns: readonly string[]): void {
  switch (expression.kind) {
    case 'literal':
      return;
    case 'column':
      requireColumn(expression, columns);
      return;
    case 'member':
      requireColumns(expression.of, columns);
      return;
    case 'call':
      for (const argument of expression.arguments) requireColumns(argument, columns);
      return;
    case 'and':
    case 'or':
    case 'compare':
      requireColumns(expression.left, columns);
      requireColumns(expression.right, columns);
      return;
    case 'in':
      for (const part of [expression.left, ...expression.values]) requireColumns(part, columns);
      return;
  }
}

/** Less than 0, 0 or more than 0; nothing comes first. */
export function order(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [one, other] = [textOf(left), textOf(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function requireColumn(
  expression: Extract<Expression, { kind: 'column' }>,
  columns: readonly string[],
): string {
  if (columns.includes(expression.name)) return expression.name;
  throw new QueryError('SemanticError', expression.token);
}

function memberOf(value: Value, key: string | number): Value {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value) && typeof key === 'number') return (value.at(key) as Value) ?? null;
  return Object.hasOwn(value, key) ? ((value as Record<string | number, unknown>)[key] ?? null) : null;
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (operator.startsWith('!')) {
    const positive = { '!=': '==', '!~': '=~' }[operator] ?? operator.slice(1);
    return !compare(positive, left, right);
  }
  const [one, other] = [textOf(left), textOf(right)];
  const [lower, otherLower] = [one.toLowerCase(), other.toLowerCase()];
  switch (operator) {
    case '==':
      return one === other;
    case '=~':
      return lower === otherLower;
    case 'contains':
      return lower.includes(otherLower);
    case 'startswith':
      return lower.startsWith(otherLower);
    case 'endswith':
      return lower.endsWith(otherLower);
    case 'has':
      return hasTerm(lower, otherLower);
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    default:
      return order(left, right) >= 0;
  }
}

/** A term stands between characters that are neither letters nor digits. */
function hasTerm(text: string, term: string): boolean {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[a-z0-9]/.test(character);
  for (let at = text.indexOf(term); at >= 0 && term !== ''; at = text.indexOf(term, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + term.length])) return true;
  }
  return term === '';
}
