import { createColors } from 'picocolors';
import { sliceOf, type Line, type Span, type Style } from './span';

/** Lines as text for a terminal, without a line end after the last. */
export function paint(lines: readonly Line[], color: boolean): string {
  const colors = createColors(color);
  const painters: Record<Style, (text: string) => string> = {
    plain: (text) => text,
    heading: colors.bold,
    quiet: colors.dim,
    add: colors.green,
    change: colors.yellow,
    destroy: colors.red,
    adopt: colors.cyan,
    error: (text) => colors.bold(colors.red(text)),
    warning: (text) => colors.bold(colors.yellow(text)),
  };
  const paintSpan = ({ text, style }: Span) => painters[style](text);
  return lines.map((line) => runsOf(withoutTrailingSpace(line)).map(paintSpan).join('')).join('\n');
}

/** Neighbours of one style as one, so that a coloured text stays searchable and short. */
function runsOf(line: Line): Line {
  const runs: Span[] = [];
  for (const part of line) {
    const last = runs.at(-1);
    if (last?.style === part.style) runs.splice(-1, 1, sliceOf(last, last.text + part.text));
    else runs.push(part);
  }
  return runs;
}

function withoutTrailingSpace(line: Line): Line {
  const end = line.findLastIndex(({ text }) => text.trim() !== '');
  return line
    .slice(0, end + 1)
    .map((part, index) => (index === end ? sliceOf(part, part.text.trimEnd()) : part));
}
