import stringWidth from 'string-width';
import { quoted } from './literals';

/** Columns of a line, as the example fleet has them. */
const lineWidth = 110;

/** An expression that is laid out as prettier would: on one line where it fits. */
export type Code =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: Code])[] }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | { readonly kind: 'call'; readonly callee: string; readonly values: readonly Code[] };

/** Code that stands as it is; one with line ends makes what holds it stand on several lines. */
export function text(code: string): Code {
  return { kind: 'text', text: code };
}

export function string(value: string): Code {
  return { kind: 'string', text: quoted(value) };
}

export function object(entries: readonly (readonly [key: string, value: Code])[]): Code {
  return { kind: 'object', entries };
}

export function list(items: readonly Code[]): Code {
  return { kind: 'list', items };
}

export function call(callee: string, ...values: readonly Code[]): Code {
  return { kind: 'call', callee, values };
}

/** `before`, the expression and `;`, indented by `indent` blanks. */
export function statement(code: Code, indent: number, before = ''): string {
  const place = { indent, column: indent + stringWidth(before), tail: 1 };
  return `${' '.repeat(indent)}${before}${layOut(code, place)};`;
}

/** The import of the names, on one line or, where they do not fit, each on one. */
export function importOf(names: readonly string[], from: string): string {
  return nameList('import ', names, ` from '${from}';`, 0);
}

/** What binds the names of `source`, a variable and a property of it. */
export function bindingOf(names: readonly string[], source: string, indent: number): string {
  const margin = ' '.repeat(indent);
  const pattern = `${margin}const { ${names.join(', ')} } =`;
  const isBroken = stringWidth(`${pattern} ${source};`) > lineWidth && stringWidth(pattern) <= lineWidth;
  if (isBroken) return `${pattern}\n${margin}  ${source};`;
  return nameList('const ', names, ` = ${source};`, indent);
}

function nameList(opening: string, names: readonly string[], closing: string, indent: number): string {
  const margin = ' '.repeat(indent);
  const flat = `${margin}${opening}{ ${names.join(', ')} }${closing}`;
  if (stringWidth(flat) <= lineWidth) return flat;
  const lines = names.map((name) => `${margin}  ${name},`);
  return [`${margin}${opening}{`, ...lines, `${margin}}${closing}`].join('\n');
}

/** Where an expression stands: the margin of its line, the column it begins in, and what follows it on its last line. */
interface Place {
  readonly indent: number;
  readonly column: number;
  readonly tail: number;
}

function layOut(code: Code, place: Place): string {
  const flat = flatten(code);
  if (flat !== undefined && place.column + stringWidth(flat) + place.tail <= lineWidth) return flat;
  switch (code.kind) {
    case 'text':
    case 'string':
      return code.text;
    case 'object':
      return openObject(code.entries, place.indent);
    case 'list':
      return openLines('[', code.items, ']', place.indent);
    case 'call':
      return openCall(code.callee, code.values, place);
  }
}

/** The code on one line; undefined where it has line ends of its own. */
function flatten(code: Code): string | undefined {
  switch (code.kind) {
    case 'text':
    case 'string':
      return code.text.includes('\n') ? undefined : code.text;
    case 'object': {
      const entries = code.entries.map(([key, value]) => [key, flatten(value)] as const);
      if (entries.length === 0) return '{}';
      if (entries.some(([, value]) => value === undefined)) return undefined;
      return `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
    }
    case 'list':
      return code.items.length > 1 ? undefined : `[${code.items.map(flatten).join('')}]`;
    case 'call': {
      const values = code.values.map(flatten);
      return values.includes(undefined) ? undefined : `${code.callee}(${values.join(', ')})`;
    }
  }
}

function openObject(entries: readonly (readonly [key: string, value: Code])[], indent: number): string {
  const lines = entries.map(([key, value]) => propertyLine(key, value, indent + 2));
  return ['{', ...lines, `${' '.repeat(indent)}}`].join('\n');
}

/** A property of an object that has one on each line. */
export function propertyLine(key: string, value: Code, indent: number): string {
  const margin = ' '.repeat(indent);
  const column = indent + stringWidth(key) + 2;
  const isShort = key.length <= 2; // prettier gains nothing by a new line there
  if (value.kind === 'string' && !isShort && column + stringWidth(value.text) + 1 > lineWidth)
    return `${margin}${key}:\n${margin}  ${value.text},`;
  return `${margin}${key}: ${layOut(value, { indent, column, tail: 1 })},`;
}

/** A last object is opened where it stands; where not even its brace fits, every argument gets a line. */
function openCall(callee: string, values: readonly Code[], { indent, column }: Place): string {
  const last = values.at(-1);
  const head = [...values.slice(0, -1).map(flatten), ''].join(', ');
  if (last?.kind === 'object' && column + stringWidth(`${callee}(${head}{`) <= lineWidth)
    return `${callee}(${head}${openObject(last.entries, indent)})`;
  return openLines(`${callee}(`, values, ')', indent);
}

function openLines(opening: string, items: readonly Code[], closing: string, indent: number): string {
  const place = { indent: indent + 2, column: indent + 2, tail: 1 };
  const lines = items.map((item) => `${' '.repeat(place.indent)}${layOut(item, place)},`);
  return [opening, ...lines, `${' '.repeat(indent)}${closing}`].join('\n');
}
