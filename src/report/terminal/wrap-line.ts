import { sliceOf, span, textWidth, widthOf, type Line, type Span } from './span';

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Breaks a line at spaces. A word that is too long for any line breaks after `/` and before `@`, then anywhere. */
export function wrapLine(line: Line, width: number): Line[] {
  const lines: Span[][] = [];
  let current: Span[] = [];
  const place = (piece: Line, glue: Line) => {
    const used = widthOf(current) + widthOf(glue);
    if (current.length > 0 && used + widthOf(piece) <= width) {
      current.push(...glue, ...piece);
      return;
    }
    flush(lines, current);
    current = [...piece];
  };
  for (const word of wordsOf(line)) {
    const pieces = piecesOf(word, width);
    if (pieces.length > 1 && current.length > 0) current = flush(lines, current);
    pieces.forEach((piece, index) =>
      place(piece, index === 0 ? [spaceBetween(current.at(-1), piece[0])] : []),
    );
  }
  flush(lines, current);
  return lines;
}

/** Takes the style of its neighbours if they agree. */
function spaceBetween(left: Span | undefined, right: Span | undefined): Span {
  return span(' ', left?.style === right?.style ? left?.style : 'plain');
}

function flush(lines: Span[][], current: Span[]): Span[] {
  if (current.length > 0) lines.push(current);
  return [];
}

/** Wraps `line` behind `lead`; further lines begin with `rest`, by default with as many spaces as `lead` is wide. */
export function hang(lead: Line, line: Line, width: number, rest: Line = [spaces(widthOf(lead))]): Line[] {
  const wrapped = wrapLine(line, Math.max(1, width - widthOf(lead)));
  if (wrapped.length === 0) return [lead];
  return wrapped.map((part, index) => [...(index === 0 ? lead : rest), ...part]);
}

/** The width that the longest unbreakable part needs, or `enough` if words can be broken to that. */
export function leastWidth(line: Line, enough: number): number {
  const widths = wordsOf(line).flatMap((word) => brokenPieces(word, enough).map(widthOf));
  return Math.max(0, ...widths);
}

export function spaces(count: number): Span {
  return span(' '.repeat(Math.max(0, count)));
}

/** Runs without spaces; one may consist of parts with different styles. */
function wordsOf(line: Line): Span[][] {
  const words: Span[][] = [];
  let open = false;
  for (const part of line) {
    for (const text of part.solid ? [part.text] : part.text.split(/( +)/)) {
      if (text === '') continue;
      const isSpace = /^ +$/.test(text);
      if (!isSpace && open) words.at(-1)?.push(sliceOf(part, text));
      else if (!isSpace) words.push([sliceOf(part, text)]);
      open = !isSpace;
    }
  }
  return words;
}

function piecesOf(word: Line, width: number): Line[] {
  return widthOf(word) <= width ? [word] : brokenPieces(word, width);
}

function brokenPieces(word: Line, width: number): Line[] {
  return word.flatMap((part) => {
    const texts = part.solid ? [part.text] : part.text.split(/(?<=\/)|(?=@)/u);
    return texts.flatMap((text) => choppedTo(width, part, text)).map((piece) => [piece]);
  });
}

function choppedTo(width: number, part: Span, text: string): Span[] {
  if (part.solid || guid.test(text) || textWidth(text) <= width) return [sliceOf(part, text)];
  const chunks: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (chunk !== '' && textWidth(chunk + character) > width) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return [...chunks, chunk].map((piece) => sliceOf(part, piece));
}
