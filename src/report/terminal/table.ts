import { span, widthOf, type Line } from './span';
import { leastWidth, spaces, wrapLine } from './wrap-line';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

export interface Table {
  readonly head: Line;
  /** The lines of each row, so that the caller can put headings between rows that share their columns. */
  readonly rows: readonly (readonly Line[])[];
}

const gap = 2;
/** A column is not made narrower than this while words can be broken. */
const narrowest = 14; // "Administrator" stays whole
/** Not even then; an id in such a column stands out of it, in its own row only. */
const squeezed = 6;

/** Lays out rows of cells under titles in at most `width` columns. Cells wrap; ids stay whole. */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly Line[])[],
  width: number,
): Table {
  const cellsOf = (index: number) => rows.map((row) => row[index] ?? []);
  const titles = columns.map(({ title }) => [span(title, 'quiet')]);
  const natural = titles.map((title, index) => Math.max(...[title, ...cellsOf(index)].map(widthOf)));
  const least = titles.map((title, index) =>
    Math.max(...[title, ...cellsOf(index)].map((cell) => leastWidth(cell, narrowest))),
  );
  const available = width - gap * (columns.length - 1);
  const roomy = shrink(natural, least, available);
  const widths = shrink(
    roomy,
    roomy.map(() => squeezed),
    available,
  );
  const layOut = (row: readonly Line[]) => layOutRow(columns, row, widths);
  return { head: layOut(titles)[0] ?? [], rows: rows.map(layOut) };
}

/** Takes columns off the widest that can still give, until all fit or none can. */
function shrink(natural: readonly number[], least: readonly number[], available: number): number[] {
  const widths = [...natural];
  const slack = (index: number) => (widths[index] ?? 0) - (least[index] ?? 0);
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  for (; excess > 0; excess -= 1) {
    const givers = widths.map((_, index) => index).filter((index) => slack(index) > 0);
    const widest = givers.reduce(
      (best, index) => ((widths[index] ?? 0) > (widths[best] ?? -1) ? index : best),
      -1,
    );
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function layOutRow(columns: readonly Column[], row: readonly Line[], widths: readonly number[]): Line[] {
  const cells = columns.map((_, index) => wrapLine(row[index] ?? [], widths[index] ?? 0));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, lineIndex) =>
    columns.flatMap(({ align }, index) => {
      const part = cells[index]?.[lineIndex] ?? [];
      const padding = spaces((widths[index] ?? 0) - widthOf(part));
      const padded = align === 'right' ? [padding, ...part] : [...part, padding];
      return index === 0 ? padded : [spaces(gap), ...padded];
    }),
  );
}
