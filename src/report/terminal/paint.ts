import { createColors } from 'picocolors';
import type { Line, Span, Style } from './span';

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
  return lines.map((line) => withoutTrailingSpace(line).map(paintSpan).join('')).join('\n');
}

function withoutTrailingSpace(line: Line): Line {
  const end = line.findLastIndex(({ text }) => text.trim() !== '');
  return line.slice(0, end + 1).map((part, index) => (index === end ? { ...part, text: part.text.trimEnd() } : part));
}
