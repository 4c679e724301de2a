import type { Attribute, Condition, Operand, Quantifier } from './condition';
import { tokenize } from './condition-tokens';
import type { Token } from './condition-tokens';
import { operators } from './operators';

/** Parentheses within parentheses; deeper ones are taken for a mistake rather than followed. */
const maximumDepth = 100;

const sources: readonly Attribute['source'][] = ['Request', 'Resource', 'Principal', 'Environment'];

interface Cursor {
  readonly tokens: readonly Token[];
  position: number;
  depth: number;
}

/**
 * Parses a condition: `AND` binds stronger than `OR`, and both have signs (`&&`, `||`).
 * Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 *
 * @returns undefined when the text is no condition
 */
export function parseCondition(text: string): Condition | undefined {
  const tokens = tokenize(text);
  if (!tokens) return undefined;
  const cursor = { tokens, position: 0, depth: 0 };
  const condition = parseJoined(cursor, 'or');
  return cursor.position === tokens.length ? condition : undefined;
}

function parseJoined(cursor: Cursor, kind: 'or' | 'and'): Condition | undefined {
  const parsePart = () => (kind === 'or' ? parseJoined(cursor, 'and') : parseTerm(cursor));
  const sign = kind === 'or' ? '||' : '&&';
  let left = parsePart();
  while (left && (takeWord(cursor, kind) || takeMark(cursor, sign))) {
    const right = parsePart();
    left = right && { kind, left, right };
  }
  return left;
}

function parseTerm(cursor: Cursor): Condition | undefined {
  cursor.depth += 1;
  if (cursor.depth > maximumDepth) return undefined;
  const term = parseTermAt(cursor);
  cursor.depth -= 1;
  return term;
}

function parseTermAt(cursor: Cursor): Condition | undefined {
  if (takeMark(cursor, '!') || takeWord(cursor, 'not')) {
    const operand = parseTerm(cursor);
    return operand && { kind: 'not', operand };
  }
  if (takeMark(cursor, '(')) {
    const inner = parseJoined(cursor, 'or');
    return takeMark(cursor, ')') ? inner : undefined;
  }
  if (takeWord(cursor, 'ActionMatches')) return parseMatches(cursor, 'action');
  if (takeWord(cursor, 'SubOperationMatches')) return parseMatches(cursor, 'subOperation');
  if (takeWord(cursor, 'Exists')) {
    const attribute = takeAttribute(cursor);
    return attribute && { kind: 'exists', attribute };
  }
  return parseComparison(cursor);
}

function parseMatches(cursor: Cursor, what: 'action' | 'subOperation'): Condition | undefined {
  const values = parseSet(cursor);
  const patterns = values?.filter((value) => typeof value === 'string');
  return values && patterns?.length === values.length ? { kind: 'matches', what, patterns } : undefined;
}

function parseComparison(cursor: Cursor): Condition | undefined {
  const attribute = takeAttribute(cursor);
  const written = attribute && takeAnyWord(cursor);
  if (!attribute || written === undefined) return undefined;
  const [first = '', second, ...rest] = written.split(':');
  const operator = second ?? first;
  if (!operators.has(operator.toLowerCase()) || rest.length > 0) return undefined;
  const quantifier = second === undefined ? undefined : parseQuantifier(first);
  if (second !== undefined && !quantifier) return undefined;
  const values = nextIs(cursor, '{') ? parseSet(cursor) : parseSingle(cursor);
  return values && { kind: 'compare', attribute, ...(quantifier && { quantifier }), operator, values };
}

function parseQuantifier(text: string): Quantifier | undefined {
  const [, left, right] = /^ForA(ny|ll)OfA(ny|ll)Values$/i.exec(text) ?? [];
  if (left === undefined || right === undefined) return undefined;
  const read = (part: string): 'any' | 'all' => (part.toLowerCase() === 'ny' ? 'any' : 'all');
  return { left: read(left), right: read(right) };
}

/** `{'a', b}` with at least one value. */
function parseSet(cursor: Cursor): readonly Operand[] | undefined {
  if (!takeMark(cursor, '{')) return undefined;
  const values: Operand[] = [];
  do {
    const value = parseOperand(cursor);
    if (value === undefined) return undefined;
    values.push(value);
  } while (takeMark(cursor, ','));
  return takeMark(cursor, '}') ? values : undefined;
}

function parseSingle(cursor: Cursor): readonly Operand[] | undefined {
  const value = parseOperand(cursor);
  return value === undefined ? undefined : [value];
}

function parseOperand(cursor: Cursor): Operand | undefined {
  const token = cursor.tokens[cursor.position];
  if (token?.kind === 'attribute') return takeAttribute(cursor);
  if (token?.kind === 'text') {
    cursor.position += 1;
    return token.value;
  }
  const word = takeAnyWord(cursor);
  if (word === undefined) return undefined;
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) ? word : undefined;
}

function takeAttribute(cursor: Cursor): Attribute | undefined {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== 'attribute') return undefined;
  const source = sources.find((name) => name.toLowerCase() === token.source.toLowerCase());
  if (!source) return undefined;
  cursor.position += 1;
  return { source, name: token.name };
}

function takeAnyWord(cursor: Cursor): string | undefined {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== 'word') return undefined;
  cursor.position += 1;
  return token.value;
}

function takeWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== 'word' || token.value.toLowerCase() !== word.toLowerCase()) return false;
  cursor.position += 1;
  return true;
}

function nextIs(cursor: Cursor, mark: string): boolean {
  const token = cursor.tokens[cursor.position];
  return token?.kind === 'mark' && token.value === mark;
}

function takeMark(cursor: Cursor, mark: string): boolean {
  if (!nextIs(cursor, mark)) return false;
  cursor.position += 1;
  return true;
}
