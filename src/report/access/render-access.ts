import { describeScope, type Delegation, type Scope } from '../../model';
import { diagnosticLines } from '../render-diagnostics';
import type { ReportContext } from '../report-context';
import { creditOfReading, creditWords } from '../credit/credit-standing';
import { inline } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { layOutTable } from '../terminal/table';
import { hang, spaces } from '../terminal/wrap-line';
import { cloudWords, counted, dayOf, foreignName } from '../words/assignment-words';
import { delegationLines, delegationTitle } from '../words/delegation-lines';
import type { Names } from '../words/names';
import type { AccessReading, ReadSubscription } from './access-reading';
import { accessRows, namesOfAccess, sortedSubscriptions, type AccessRow } from './access-rows';

const columns = ['principal', 'role', 'scope', 'since'].map((title) => ({ title }));

/** So little that an id, "Administrator", "subscription" and a day fit side by side in 80 columns. */
const indent = 3;

/** Who has access in each subscription, in one table each; what could not be read shows why. */
export function renderAccess(access: AccessReading, context: ReportContext): string {
  const { width } = context;
  const names = namesOfAccess(access, context);
  const title = [span(inline(access.title), 'heading'), span(` (${cloudWords(context.cloud)})`, 'quiet')];
  const sections = sortedSubscriptions(access).map((entry) =>
    subscriptionSection(entry, access, names, width),
  );
  const nothing = sections.length === 0 ? [[span('No subscription was found.')]] : [];
  return paint(joinSections([hang([], title, width), ...sections, nothing]), context.color);
}

function subscriptionSection(
  entry: ReadSubscription,
  access: AccessReading,
  names: Names,
  width: number,
): Line[] {
  const title = subscriptionTitle(entry, width);
  const { reading } = entry;
  if (reading.status === 'unread') return [...title, ...diagnosticLines([reading.diagnostic], width)];
  const delegated = delegatedLines(reading.delegations ?? [], names, width);
  const rows = accessRows(reading, access, names);
  const credit = creditOfReading(reading, access.partnerGroups);
  const credited = credit ? [[span(` Partner earned credit: ${creditWords[credit]}.`, 'quiet')] as Line] : [];
  if (rows.length === 0) return [...title, [span('  No role assignments.')], ...credited, ...delegated];
  const cells = rows.map((row) => cellsOf(row, names));
  const table = layOutTable(columns, cells, width - indent);
  const body = rows.flatMap((row, index) => {
    const isFirst = index === 0 || rows[index - 1]?.isInherited !== row.isInherited;
    const lines = (table.rows[index] ?? []).map((line) => [spaces(indent), ...line]);
    return isFirst ? [groupTitle(row), ...lines] : lines;
  });
  const inherited = rows.filter(({ isInherited }) => isInherited).length;
  const total = `${counted(rows.length, 'assignment')}: ${rows.length - inherited} direct, ${inherited} inherited.`;
  return [
    ...title,
    [spaces(indent), ...table.head],
    ...body,
    [span(` ${total}`, 'quiet')],
    ...credited,
    ...delegated,
  ];
}

function delegatedLines(delegations: readonly Delegation[], names: Names, width: number): Line[] {
  if (delegations.length === 0) return [];
  return [
    ...hang([spaces(1)], [span(delegationTitle(delegations))], width),
    ...delegationLines(delegations, names, width),
  ];
}

function groupTitle({ isInherited }: AccessRow): Line {
  return [span(isInherited ? ' Inherited from above the subscription' : ' Direct')];
}

function subscriptionTitle({ alias, displayName, reading }: ReadSubscription, width: number): Line[] {
  const [first, second] = [alias, displayName].filter((name) => name !== undefined && name !== '');
  const name = first === undefined ? [] : [span(inline(first), 'heading'), span(' ')];
  const called = second === undefined ? [] : [span(`"${inline(second)}" `)];
  return hang([], [...name, ...called, span(reading.subscriptionId, 'quiet')], width, [spaces(2)]);
}

function cellsOf(row: AccessRow, names: Names): Line[] {
  const { assignment } = row;
  return [
    principalCell(row, names),
    [span(names.role(assignment.role))],
    [span(scopeWithin(assignment.scope, names))],
    [span(dayOf(assignment.createdOn) ?? 'unknown')],
  ];
}

/** Name, type, and what should catch the eye: guests, other tenants, principals that are gone. */
function principalCell({ assignment, knowledge }: AccessRow, names: Names): Line {
  const { principalId, principalType } = assignment;
  if (principalType === 'ForeignGroup') {
    const known = span(`${foreignName(principalId, names)} `);
    return [known, span('(Group, '), span('foreign', 'warning'), span(')')];
  }
  const name = span(`${names.principal(principalId)} `);
  const type = span(`(${inline(principalType)}`);
  if (knowledge === 'missing') return [name, type, span(', '), span('gone', 'error'), span(')')];
  if (knowledge?.isGuest) return [name, type, span(', '), span('guest', 'warning'), span(')')];
  if (knowledge?.identityOf === undefined) return [name, type, span(')')];
  return [name, type, span(`, identity of ${inline(knowledge.identityOf.split('/').at(-1) ?? '')})`)];
}

/** Short, since the subscription stands above the table. */
function scopeWithin(scope: Scope, names: Names): string {
  const parsed = describeScope(scope);
  if (parsed?.kind === 'subscription') return 'subscription';
  if (parsed?.kind === 'resource-group') return inline(parsed.resourceGroup);
  if (parsed?.kind === 'resource')
    return inline([parsed.resourceGroup, ...scope.split('/').slice(-2)].filter(Boolean).join('/'));
  return names.scope(scope);
}
