import { diagnostic, type Diagnostic } from '../../diagnostics';
import { diagnosticLines } from '../render-diagnostics';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';
import { countApply, type ApplyAction, type ApplyEntry, type ApplyOutcome } from './apply-outcome';

const verbs: Record<ApplyAction, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'destroyed',
  adopt: 'adopted',
};

/** The closing of an apply: totals, then a diagnostic for each change that was not made. */
export function renderApply(outcome: ApplyOutcome, context: ReportContext): string {
  const { width } = context;
  const header = [
    span(inline(outcome.customer), 'heading'),
    span(` (${cloudWords(context.cloud)})`, 'quiet'),
  ];
  const sections = [
    [...hang([], header, width), ...totals(outcome, width)],
    diagnosticLines(diagnosticsOf(outcome), width),
  ];
  return paint(joinSections(sections), context.color);
}

/** What is said of the changes that were not made; a diagnostic of a change that was made is kept too. */
function diagnosticsOf({ customer, entries }: ApplyOutcome): Diagnostic[] {
  return entries.flatMap((entry) => {
    const own = entry.diagnostic ?? missingDiagnostic(entry);
    return own ? [{ ...own, customer: own.customer ?? customer, address: own.address ?? entry.address }] : [];
  });
}

/** Nothing that was not made goes unmentioned. */
function missingDiagnostic({ outcome, action, address }: ApplyEntry): Diagnostic | undefined {
  if (outcome === 'done') return undefined;
  const detail = `The assignment was not ${verbs[action]}.`;
  return diagnostic(outcome === 'failed' ? 'change_failed' : 'change_skipped', { detail, address });
}

function totals(outcome: ApplyOutcome, width: number): Line[] {
  const { added, changed, destroyed, adopted, failed, heldBack } = countApply(outcome);
  const done = `${added} added, ${changed} changed, ${destroyed} destroyed, ${adopted} adopted`;
  if (failed + heldBack === 0) {
    return hang([], [span('Apply complete:', 'add'), span(` ${done}.`)], width);
  }
  const undone = `${failed} failed, ${heldBack} held back.`;
  return [
    ...hang([], [span('Apply incomplete:', 'error'), span(` ${done}.`)], width),
    ...hang([], [span(undone, 'error')], width),
  ];
}
