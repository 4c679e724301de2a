import { QueryError } from './query';
import type { Token } from './query';

const pattern =
  /(?:\s|\/\/[^\n]*)*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(!?[A-Za-z_$][\w-]*~?)|(-?\d+(?:\.\d+)?)|(==|!=|=~|!~|<=|>=|[|()[\],.=<>*]))/y;

/** @throws QueryError at the first character that no query contains */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (
    let start = 0;
    text
      .slice(start)
      .replace(/\/\/[^\n]*/g, '')
      .trim() !== '';
    start = pattern.lastIndex
  ) {
    const match = pattern.exec(text);
    if (!match)
      throw new QueryError(
        'ParserFailure',
        tokenAt(text, start, 'mark', text.slice(start).trim().slice(0, 20)),
      );
    const [all, single, double, word, number, mark] = match;
    const quoted = single ?? double;
    const [kind, value] =
      quoted !== undefined
        ? (['text', quoted.replace(/\\(.)/g, '$1')] as const)
        : word !== undefined
          ? (['word', word] as const)
          : number !== undefined
            ? (['number', number] as const)
            : (['mark', mark ?? ''] as const);
    const written = quoted === undefined ? value.length : quoted.length + 2;
    tokens.push(tokenAt(text, start + all.length - written, kind, value));
  }
  return tokens;
}

function tokenAt(text: string, index: number, kind: Token['kind'], value: string): Token {
  const before = text.slice(0, index);
  const lastBreak = before.lastIndexOf('\n');
  return { kind, value, line: before.split('\n').length, position: index - lastBreak - 1 };
}
