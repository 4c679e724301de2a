import type { ReportContext } from '../report-context';
import { inline, neutralise } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { solid, span, type Line, type Style } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';

/** One step on the way to unattended applies. */
export interface BootstrapStep {
  readonly title: string;
  /** `by-others`: somebody else does it, with what `lines` says. `waits`: for another step. */
  readonly standing: 'done' | 'to-do' | 'by-others' | 'waits';
  /** Sentences. */
  readonly detail: string;
  /** To be copied as they are. */
  readonly lines?: readonly string[];
}

const marks: Readonly<Record<BootstrapStep['standing'], { text: string; style: Style }>> = {
  done: { text: 'done     ', style: 'quiet' },
  'to-do': { text: 'to do    ', style: 'add' },
  'by-others': { text: 'hand-off ', style: 'change' },
  waits: { text: 'waits    ', style: 'quiet' },
};

/** The steps in their order, each with what stands in its way. Lines to be copied are never broken. */
export function renderBootstrap(
  customer: string,
  steps: readonly BootstrapStep[],
  { width, color, cloud }: Pick<ReportContext, 'width' | 'color' | 'cloud'>,
): string {
  const header = [
    span(`Bootstrap of ${inline(customer)}`, 'heading'),
    span(` (${cloudWords(cloud)})`, 'quiet'),
  ];
  const sections = [hang([], header, width), ...steps.map((step) => stepLines(step, width))];
  return paint(joinSections(sections), color);
}

function stepLines({ title, standing, detail, lines = [] }: BootstrapStep, width: number): Line[] {
  const { text, style } = marks[standing];
  return [
    ...hang([span(text, style)], [span(inline(title), 'heading')], width),
    ...hang([span(' '.repeat(text.length))], [span(inline(detail))], width),
    ...lines.map((line): Line => [solid(`  ${neutralise(line)}`)]),
  ];
}
