/** One condition of a `$filter`; all conditions of a filter are joined by `and`. */
export type Condition =
  /** `displayName eq 'x'` */
  | { readonly kind: 'equals'; readonly field: string; readonly value: string | boolean }
  /** `displayName in ('x', 'y')` */
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly string[] }
  /** `atScope()`, `assignedTo('x')`, `startswith(displayName,'x')` */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly fields: readonly string[];
      readonly value?: string;
    }
  /** `servicePrincipalNames/any(c:c eq 'x')` */
  | { readonly kind: 'any'; readonly collection: string; readonly value: string };

type Token = { readonly kind: 'text' | 'word' | 'mark'; readonly value: string };

/**
 * Parses the part of OData's filter language that Azure's role and directory lists are asked with.
 *
 * @returns undefined for everything else, `or`, `not` and other comparisons included
 */
export function parseFilter(text: string): readonly Condition[] | undefined {
  const tokens = tokenize(text);
  if (!tokens) return undefined;
  const cursor = { tokens, position: 0 };
  const conditions = parseConjunction(cursor);
  return cursor.position === tokens.length ? conditions : undefined;
}

interface Cursor {
  readonly tokens: readonly Token[];
  position: number;
}

function tokenize(text: string): readonly Token[] | undefined {
  const pattern = /\s*(?:'((?:[^']|'')*)'|([A-Za-z][\w/.]*)|([(),:]))/y;
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, quoted, word, mark] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else tokens.push({ kind: 'mark', value: mark ?? '' });
  }
  return tokens;
}

function parseConjunction(cursor: Cursor): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  do {
    const next = parseTerm(cursor);
    if (!next) return undefined;
    conditions.push(...next);
  } while (takeWord(cursor, 'and'));
  return conditions;
}

function parseTerm(cursor: Cursor): readonly Condition[] | undefined {
  if (takeMark(cursor, '(')) {
    const inner = parseConjunction(cursor);
    return takeMark(cursor, ')') ? inner : undefined;
  }
  const subject = take(cursor, 'word');
  if (subject === undefined) return undefined;
  const condition = takeMark(cursor, '(')
    ? parseCall(cursor, subject)
    : takeWord(cursor, 'in')
      ? parseIn(cursor, subject)
      : parseEquals(cursor, subject);
  return condition && [condition];
}

function parseEquals(cursor: Cursor, field: string): Condition | undefined {
  if (!takeWord(cursor, 'eq')) return undefined;
  const text = take(cursor, 'text');
  if (text !== undefined) return { kind: 'equals', field, value: text };
  if (takeWord(cursor, 'true')) return { kind: 'equals', field, value: true };
  if (takeWord(cursor, 'false')) return { kind: 'equals', field, value: false };
  return undefined;
}

function parseIn(cursor: Cursor, field: string): Condition | undefined {
  if (!takeMark(cursor, '(')) return undefined;
  const values: string[] = [];
  do {
    const value = take(cursor, 'text');
    if (value === undefined) return undefined;
    values.push(value);
  } while (takeMark(cursor, ','));
  return takeMark(cursor, ')') ? { kind: 'in', field, values } : undefined;
}

function parseCall(cursor: Cursor, name: string): Condition | undefined {
  if (name.toLowerCase().endsWith('/any')) return parseAny(cursor, name.slice(0, -'/any'.length));
  const fields: string[] = [];
  for (let field = take(cursor, 'word'); field !== undefined; field = take(cursor, 'word')) {
    fields.push(field);
    if (!takeMark(cursor, ',')) break;
  }
  const value = take(cursor, 'text');
  if (!takeMark(cursor, ')')) return undefined;
  return { kind: 'call', name, fields, ...(value !== undefined && { value }) };
}

function parseAny(cursor: Cursor, collection: string): Condition | undefined {
  const variable = take(cursor, 'word');
  if (variable === undefined || !takeMark(cursor, ':') || !takeWord(cursor, variable)) return undefined;
  const comparison = parseEquals(cursor, variable);
  if (comparison?.kind !== 'equals' || typeof comparison.value !== 'string') return undefined;
  return takeMark(cursor, ')') ? { kind: 'any', collection, value: comparison.value } : undefined;
}

function take(cursor: Cursor, kind: Token['kind']): string | undefined {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== kind) return undefined;
  cursor.position += 1;
  return token.value;
}

function takeWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== 'word' || token.value.toLowerCase() !== word.toLowerCase()) return false;
  cursor.position += 1;
  return true;
}

function takeMark(cursor: Cursor, mark: string): boolean {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== 'mark' || token.value !== mark) return false;
  cursor.position += 1;
  return true;
}
