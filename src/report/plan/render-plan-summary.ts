import { byText } from '../../model';
import type { Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { paint } from '../terminal/paint';
import { solid, span, type Line, type Style } from '../terminal/span';
import { layOutTable, type Column } from '../terminal/table';
import { hang } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';
import { addCounts, countPlan, isIncomplete, noCounts, totalsWords, type PlanCounts } from './plan-counts';

const columns: readonly Column[] = [
  { title: 'customer' },
  ...['add', 'change', 'destroy', 'adopt', 'drift', 'unread', 'errors'].map((title) => ({
    title,
    align: 'right' as const,
  })),
];

/** One line per customer of a fleet, and the totals. */
export function renderPlanSummary(plans: readonly Plan[], context: ReportContext): string {
  const { width } = context;
  const rows = plans
    .toSorted(byText(({ customer }) => customer))
    .map((plan) => ({ plan, counts: countPlan(plan) }));
  const all = rows.map(({ counts }) => counts).reduce(addCounts, noCounts);
  const cells = rows.map(({ plan, counts }) => [
    [solid(inline(plan.customer), 'heading')],
    ...countCells(counts, errorsOf(plan)),
  ]);
  const table = layOutTable(columns, cells, width);
  const title = [
    span(`Plan for ${counted(rows.length, 'customer')}:`, 'heading'),
    span(` ${totalsWords(all)}.`),
  ];
  const lines = [
    table.head,
    ...table.rows.flat(),
    [],
    ...hang([], title, width),
    ...remarks(all, plans.filter(isIncomplete).length, width),
  ];
  return paint(rows.length === 0 ? lines.slice(2) : lines, context.color);
}

function countCells({ add, change, destroy, adopt, drift, unread }: PlanCounts, errors: number): Line[] {
  const cell = (count: number, style: Style): Line => [span(String(count), count === 0 ? 'quiet' : style)];
  return [
    cell(add, 'add'),
    cell(change, 'change'),
    cell(destroy, 'destroy'),
    cell(adopt, 'adopt'),
    cell(drift, 'warning'),
    cell(unread, 'error'),
    cell(errors, 'error'),
  ];
}

function errorsOf({ diagnostics }: Plan): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function remarks({ drift }: PlanCounts, incomplete: number, width: number): Line[] {
  const counting = counted(drift, 'unmanaged assignment counts', 'unmanaged assignments count');
  const plans = counted(incomplete, 'plan is', 'plans are');
  return [
    ...(drift > 0 ? hang([], [span(`${counting} as drift.`)], width) : []),
    ...(incomplete > 0
      ? hang([], [span(`${plans} incomplete, and so are the totals.`, 'error')], width)
      : []),
  ];
}
