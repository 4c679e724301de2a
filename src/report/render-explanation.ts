import { codes, type DiagnosticCode } from '../diagnostics';
import type { ReportContext } from './report-context';
import { paint } from './terminal/paint';
import { span, type Line } from './terminal/span';
import { hang, spaces } from './terminal/wrap-line';

type Look = Pick<ReportContext, 'width' | 'color'>;

/** What a diagnostic's code means. */
export function renderExplanation(code: DiagnosticCode, { width, color }: Look): string {
  const { severity, summary, explanation } = codes[code];
  const title: Line = [span(code, 'heading'), span(` (${severity})`, 'quiet')];
  const paragraphs = ['', `${summary}.`, '', ...explanation.split('\n')].flatMap((text) => {
    const indent = spaces(/^ */.exec(text)?.[0].length ?? 0);
    return hang([indent], [span(text.trim())], width);
  });
  return paint([title, ...paragraphs], color);
}

/** All codes, with what each is about. */
export function renderCodes({ width, color }: Look): string {
  const longest = Math.max(...Object.keys(codes).map((code) => code.length));
  const lines = Object.entries(codes).flatMap(([code, { summary }]) =>
    hang([span(code.padEnd(longest + 2))], [span(summary)], width),
  );
  return paint(lines, color);
}
