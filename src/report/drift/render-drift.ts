import type { RoleAssignment } from '../../model';
import type { Plan, UnmanagedAccess } from '../../plan';
import { changeAttributes } from '../plan/change-attributes';
import { changeTitle } from '../plan/change-title';
import { isIncomplete } from '../plan/plan-counts';
import { planHeader } from '../plan/plan-header';
import { unreadSection } from '../plan/unread-section';
import { diagnosticLines } from '../render-diagnostics';
import type { ReportContext } from '../report-context';
import { inline, quoted } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { hang, wrapLine } from '../terminal/wrap-line';
import { counted, sinceWords } from '../words/assignment-words';
import type { Names } from '../words/names';
import { namesOfPlan } from '../words/names-of-plan';
import { originWords } from '../words/origin-words';
import { provenanceWords } from '../words/provenance-words';
import { adviceForChanged, adviceForMissing, adviceForUndeclared, adviceForUnmanaged } from './advice';
import { creditSection, creditSummary } from './credit-notes';
import { coverageWords } from './coverage';
import { findShadow } from './covering-access';
import { delegationSection, redundantSection, shadowFact } from './notes';
import { becauseFact, entryLines, headlineOf, type DriftEntry } from './drift-entry';
import {
  driftCount,
  driftSections,
  type Changed,
  type DriftSections,
  type HeldBack,
  type Undeclared,
  type UnmanagedDrift,
} from './drift-sections';

/** How Azure differs from the declaration, with what can be done about each difference. */
export function renderDrift(plan: Plan, context: ReportContext): string {
  const { width } = context;
  const names = namesOfPlan(plan, context);
  const sections = driftSections(plan);
  const diagnostics = [...plan.diagnostics, ...plan.unread.map(({ diagnostic }) => diagnostic)];
  return paint(
    joinSections([
      planHeader(plan, width),
      ...entriesOf(sections, plan, names).flatMap((list) => section(list, names, width)),
      ...otherSection(sections, plan, names, width),
      redundantSection(sections.redundant, names, width),
      delegationSection(plan, names, width),
      creditSection(plan, width),
      closing(plan, sections, width),
      unreadSection(plan, width),
      diagnosticLines(diagnostics, width),
    ]),
    context.color,
  );
}

interface EntryList {
  readonly title: string;
  readonly entries: readonly DriftEntry[];
}

function entriesOf(sections: DriftSections, plan: Plan, names: Names): EntryList[] {
  const missing = sections.missing.map((change): DriftEntry => ({
    symbol: '+',
    style: 'add',
    assignment: change.after,
    address: change.address,
    facts: becauseFact(change.because),
    advice: adviceForMissing(change, plan),
  }));
  return [
    { title: 'Missing: declared, and not in Azure', entries: missing },
    {
      title: 'Changed: not as declared',
      entries: sections.changed.map((change) => changedEntry(change, plan, names)),
    },
    {
      title: 'No longer declared: ours, and still in Azure',
      entries: sections.noLongerDeclared.map((change) => undeclaredEntry(change, plan, names)),
    },
    {
      title: 'Held back: to be removed, and left for now',
      entries: sections.heldBack.map((access) => heldBackEntry(access, names)),
    },
    {
      title: 'Unmanaged: in Azure, and nobody declared it',
      entries: sections.unmanaged.map((found) => unmanagedEntry(found, plan, names)),
    },
  ];
}

function changedEntry(change: Changed, plan: Plan, names: Names): DriftEntry {
  const { action, before, after, address, because } = change;
  const condition = ({ condition: text }: RoleAssignment) =>
    text === undefined ? 'no condition' : quoted(text);
  const differences: DriftEntry['facts'] =
    action === 'update'
      ? [
          ['in Azure', condition(before)],
          ['declared', condition(after)],
        ]
      : [['declared', headlineOf(after, names)]];
  return {
    symbol: action === 'update' ? '~' : '+/-',
    style: 'change',
    assignment: before,
    address,
    facts: [...differences, ...becauseFact(because), ['since', sinceWords(before, names)]],
    advice: adviceForChanged(change, plan),
  };
}

function undeclaredEntry(change: Undeclared, plan: Plan, names: Names): DriftEntry {
  const ended =
    change.reason === 'grant-ended' ? [['reason', 'the last day of the grant is over'] as const] : [];
  return {
    symbol: '-',
    style: 'destroy',
    assignment: change.before,
    ...(change.constructPath !== undefined && { address: change.address }),
    facts: [...ended, ...becauseFact(change.because), ['since', sinceWords(change.before, names)]],
    advice: adviceForUndeclared(change, plan, names),
  };
}

function heldBackEntry(access: HeldBack, names: Names): DriftEntry {
  const { assignment, because } = access;
  return {
    symbol: '!',
    style: 'warning',
    assignment,
    facts: [
      ['origin', provenanceWords(access)],
      ['since', sinceWords(assignment, names)],
    ],
    advice: { text: because },
  };
}

function unmanagedEntry(found: UnmanagedDrift, plan: Plan, names: Names): DriftEntry {
  const { assignment, origin } = found;
  return {
    symbol: '?',
    style: 'warning',
    assignment,
    facts: [
      ...(origin ? [['origin', originWords[origin]] as const] : []),
      ...shadowFact(findShadow(found, plan)),
      ['since', sinceWords(assignment, names)],
    ],
    advice: adviceForUnmanaged(found, plan, names),
  };
}

function section({ title, entries }: EntryList, names: Names, width: number): Line[][] {
  if (entries.length === 0) return [];
  const [first = [], ...others] = entries.map((entry) => entryLines(entry, names, width));
  return [[[span(`${title} (${entries.length})`, 'heading')], [], ...first], ...others];
}

/** What is no assignment is shown as a plan shows it: each type has attributes of its own. */
function otherSection({ others }: DriftSections, plan: Plan, names: Names, width: number): Line[][] {
  const title = [span(`Roles and delegations: not as declared (${others.length})`, 'heading')];
  return others.map((change, index) => [
    ...(index === 0 ? [title, []] : []),
    ...changeTitle(change, plan.customer, width),
    ...changeAttributes(change, names, width),
  ]);
}

function closing(plan: Plan, sections: DriftSections, width: number): Line[] {
  const { notCounted } = sections;
  const count = driftCount(plan);
  const none = isIncomplete(plan)
    ? 'No drift found.'
    : `No drift: Azure is as ${inline(plan.customer)} declares.`;
  const title = count === 0 ? none : `Drift: ${counted(count, 'difference')}.`;
  const incomplete = isIncomplete(plan)
    ? [span('Not everything could be compared: see the errors below.', 'error')]
    : [];
  const coverage = `Coverage: ${coverageWords(sections.coverage)}.`;
  const rest = notCounted.length > 0 ? [`Not counted: ${uncounted(notCounted)}.`] : [];
  return [
    ...hang([], [span(title, 'heading')], width),
    ...wrapLine(incomplete, width),
    ...[coverage, ...creditSummary(plan), ...rest].flatMap((text) => hang([], [span(text)], width)),
  ];
}

function uncounted(entries: readonly UnmanagedAccess[]): string {
  const words = entries.map(({ standing, origin }) => {
    if (standing !== 'outside') return standing;
    if (origin === 'pim-scheduled') return 'scheduled to end';
    return origin === 'inherited' ? 'inherited' : 'of another owner';
  });
  const kinds = ['accepted', 'ignored', 'inherited', 'of another owner', 'scheduled to end'];
  const counts = kinds.map((kind) => [words.filter((word) => word === kind).length, kind] as const);
  return counts
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(', ');
}
