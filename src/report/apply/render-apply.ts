import { diagnostic, type Diagnostic } from '../../diagnostics';
import { actionSymbols } from '../plan/change-title';
import { diagnosticLines } from '../render-diagnostics';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { solid, span, type Line } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';
import {
  countApply,
  isAchieved,
  type ApplyAction,
  type ApplyEntry,
  type ApplyOutcome,
} from './apply-outcome';

const verbs: Record<ApplyAction, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'destroyed',
  adopt: 'adopted',
};

/** The widest of what stands before an address. */
const outcomeWidth = 'already there'.length;

/** The closing of an apply: what became of each change, totals, then a diagnostic for each that failed. */
export function renderApply(outcome: ApplyOutcome, context: ReportContext): string {
  const { width } = context;
  const header = [
    span(inline(outcome.customer), 'heading'),
    span(` (${cloudWords(context.cloud)})`, 'quiet'),
  ];
  const sections = [
    [
      ...hang([], header, width),
      ...outcome.entries.flatMap((entry) => entryLines(entry, width)),
      ...totals(outcome, width),
    ],
    diagnosticLines(diagnosticsOf(outcome), width),
  ];
  return paint(joinSections(sections), context.color);
}

/** `+  created  <address>`; below it why not, where it was not. */
function entryLines(entry: ApplyEntry, width: number): Line[] {
  const { symbol, style } = actionSymbols[entry.action === 'adopt' ? 'no-op' : entry.action];
  const word = outcomeWord(entry).padEnd(outcomeWidth);
  const lead = [
    span(`  ${symbol.padEnd(3)} `, style),
    span(`${word}  `, isAchieved(entry) ? style : 'error'),
  ];
  const why = reasonOf(entry);
  const below = [span(' '.repeat(8))];
  return [
    ...hang(lead, [solid(inline(entry.address))], width),
    ...(why ? hang(below, [span(inline(why))], width) : []),
  ];
}

function outcomeWord({ outcome, action }: ApplyEntry): string {
  switch (outcome) {
    case 'done':
      return verbs[action];
    case 'already':
      return action === 'create' || action === 'adopt'
        ? 'already there'
        : action === 'delete'
          ? 'already gone'
          : 'already so';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'unknown';
    case 'skipped':
      return 'not done';
  }
}

/** A failure by its code and sentence, whose particulars stand below the list; what was not begun by all that is to say. */
function reasonOf(entry: ApplyEntry): string | undefined {
  const { outcome, action, diagnostic: said = missingDiagnostic(entry) } = entry;
  if (outcome === 'already' && action === 'create') return 'under another name; adopted';
  if (!said) return undefined;
  return outcome === 'skipped' ? `${said.code}: ${said.detail}` : `${said.code}: ${said.summary}.`;
}

/** What is said of changes that failed; a diagnostic of a change that was made is kept too. */
function diagnosticsOf({ customer, entries }: ApplyOutcome): Diagnostic[] {
  return entries.flatMap((entry) => {
    const own = entry.diagnostic ?? missingDiagnostic(entry);
    if (!own || entry.outcome === 'skipped') return [];
    return [{ ...own, customer: own.customer ?? customer, address: own.address ?? entry.address }];
  });
}

/** Nothing that was not made goes unmentioned. */
function missingDiagnostic(entry: ApplyEntry): Diagnostic | undefined {
  const { outcome, action, address } = entry;
  if (isAchieved(entry)) return undefined;
  const detail = `The assignment was not ${verbs[action]}.`;
  return diagnostic(outcome === 'skipped' ? 'change_skipped' : 'change_failed', { detail, address });
}

function totals(outcome: ApplyOutcome, width: number): Line[] {
  const { added, changed, destroyed, adopted, already, failed, unknown, heldBack } = countApply(outcome);
  const more = already > 0 ? `, ${already} already so` : '';
  const done = `${added} added, ${changed} changed, ${destroyed} destroyed, ${adopted} adopted${more}`;
  if (failed + unknown + heldBack === 0) {
    return hang([], [span('Apply complete:', 'add'), span(` ${done}.`)], width);
  }
  const undone = `${failed} failed, ${unknown > 0 ? `${unknown} unknown, ` : ''}${heldBack} not done.`;
  return [
    ...hang([], [span('Apply incomplete:', 'error'), span(` ${done}.`)], width),
    ...hang([], [span(undone, 'error')], width),
  ];
}
