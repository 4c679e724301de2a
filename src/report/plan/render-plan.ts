import { byText } from '../../model';
import { handOffsOf, isActionable, isAdopting, type Change, type Plan } from '../../plan';
import { diagnosticLines } from '../render-diagnostics';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { wrapLine } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';
import type { Names } from '../words/names';
import { namesOfPlan } from '../words/names-of-plan';
import { changeAttributes } from './change-attributes';
import { changeTitle } from './change-title';
import { countPlan, isIncomplete, totalsWords, type PlanCounts } from './plan-counts';
import { planHeader } from './plan-header';
import { unmanagedSection } from './unmanaged-section';
import { unreadSection } from './unread-section';

/**
 * A plan as Terraform users know it, then undeclared access, what could not be read, and the plan's diagnostics.
 * The text ends without a line end.
 */
export function renderPlan(plan: Plan, context: ReportContext): string {
  const { width } = context;
  const names = namesOfPlan(plan, context);
  const sections = [
    planHeader(plan, width),
    ...shownChanges(plan).map((change) => changeSection(change, plan, names, width)),
    totals(countPlan(plan), plan, width),
    unmanagedSection(plan.unmanaged, names, width),
    unreadSection(plan, width),
    diagnosticLines([...plan.diagnostics, ...plan.unread.map(({ diagnostic }) => diagnostic)], width),
  ];
  return paint(joinSections(sections), context.color);
}

function shownChanges({ changes }: Plan): Change[] {
  return changes
    .filter((change) => isActionable(change) || isAdopting(change))
    .toSorted(byText(({ address }) => address));
}

function changeSection(change: Change, { customer }: Plan, names: Names, width: number): Line[] {
  return [...changeTitle(change, customer, width), ...changeAttributes(change, names, width)];
}

function totals(counts: PlanCounts, plan: Plan, width: number): Line[] {
  const hasChanges = counts.add + counts.change + counts.destroy + counts.adopt > 0;
  const unchanged = `${counted(counts.unchanged, 'assignment is', 'assignments are')} as declared.`;
  const incomplete = isIncomplete(plan)
    ? [span('The plan is incomplete: see the errors below.', 'error')]
    : [];
  const noChanges: Line = isIncomplete(plan)
    ? [span('No changes are planned.', 'heading')]
    : [span('No changes.', 'heading'), span(` Azure has what ${inline(plan.customer)} declares.`)];
  const title = hasChanges ? [span('Plan:', 'heading'), span(` ${totalsWords(counts)}.`)] : noChanges;
  return [
    ...wrapLine(title, width),
    ...wrapLine(handedOff(plan), width),
    ...(counts.unchanged > 0 ? wrapLine([span(unchanged, 'quiet')], width) : []),
    ...wrapLine(incomplete, width),
  ];
}

function handedOff(plan: Plan): Line {
  const count = handOffsOf(plan).length;
  if (count === 0) return [];
  const words = `${counted(count, 'of these is', 'of these are')} handed off: apply leaves them, and \`tilldela handoff ${inline(plan.customer)}\` writes down what the customer is to do.`;
  return [span(words, 'warning')];
}
