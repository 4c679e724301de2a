import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { paint } from '../terminal/paint';
import { span, type Line, type Style } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';
import { isSound, type Examination, type Finding } from './finding';

const marks: Record<Finding['outcome'], { readonly word: string; readonly style: Style }> = {
  ok: { word: 'ok     ', style: 'add' },
  warning: { word: 'warning', style: 'warning' },
  missing: { word: 'MISSING', style: 'error' },
  unknown: { word: 'unknown', style: 'warning' },
};

/** Every link with its mark, and of those that are not sound who can mend them and how. */
export function renderDoctor(examination: Examination, context: ReportContext): string {
  const { width, cloud } = context;
  const title = [span(inline(examination.customer), 'heading'), span(` (${cloudWords(cloud)})`, 'quiet')];
  const verdict: Line = isSound(examination)
    ? [span('Every link holds.', 'add')]
    : [span('Not every link holds: see above what mends it, and who can.', 'warning')];
  const lines = examination.findings.flatMap((finding) => findingLines(finding, width));
  return paint([...hang([], title, width), [], ...lines, [], ...hang([], verdict, width)], context.color);
}

function findingLines({ link, outcome, detail, remedy, mendedBy, next }: Finding, width: number): Line[] {
  const { word, style } = marks[outcome];
  const indent = [spaces(11)];
  const said = [span(`${inline(link)}: `, 'heading'), span(inline(detail))];
  const who = mendedBy === undefined ? '' : ` By ${mendedBy}.`;
  return [
    ...hang([spaces(2), span(word, style), spaces(2)], said, width, indent),
    ...(remedy === undefined ? [] : hang(indent, [span(`${inline(remedy)}${who}`)], width)),
    ...(next === undefined ? [] : [[...indent, span(inline(next), 'quiet')]]),
  ];
}
