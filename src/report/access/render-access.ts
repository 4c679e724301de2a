import { describeScope, type Delegation } from '../../model';
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
import type { AccessReading, ReadManagementGroup, ReadSubscription } from './access-reading';
import {
  managementGroupRows,
  namesOfAccess,
  sortedManagementGroups,
  sortedSubscriptions,
  subscriptionRows,
  type AccessRow,
} from './access-rows';

const columns = ['principal', 'role', 'scope', 'since'].map((title) => ({ title }));

/** So little that an id, "Administrator", "subscription" and a day fit side by side in 80 columns. */
const indent = 3;

/** Who has access at each management group and in each subscription, in one table each; what could not be read shows why. */
export function renderAccess(access: AccessReading, context: ReportContext): string {
  const { width } = context;
  const names = namesOfAccess(access, context);
  const title = [span(inline(access.title), 'heading'), span(` (${cloudWords(context.cloud)})`, 'quiet')];
  const sections = [
    ...sortedManagementGroups(access).map((entry) => managementGroupSection(entry, access, names, width)),
    ...sortedSubscriptions(access).map((entry) => subscriptionSection(entry, access, names, width)),
  ];
  const nothing = sections.length === 0 ? [[span('No subscription was found.')]] : [];
  return paint(joinSections([hang([], title, width), ...sections, nothing]), context.color);
}

function managementGroupSection(
  { alias, reading }: ReadManagementGroup,
  access: AccessReading,
  names: Names,
  width: number,
): Line[] {
  const name = [span(inline(alias), 'heading'), span(' (management group) ')];
  const title = hang([], [...name, span(inline(reading.managementGroup), 'quiet')], width, [spaces(2)]);
  if (reading.status === 'unread') return [...title, ...diagnosticLines([reading.diagnostic], width)];
  const rows = managementGroupRows(reading, access, names);
  return [...title, ...tableOf(rows, 'management group', names, width)];
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
  const credit = creditOfReading(reading, access.partnerGroups);
  const credited = credit ? [[span(` Partner earned credit: ${creditWords[credit]}.`, 'quiet')] as Line] : [];
  return [
    ...title,
    ...tableOf(subscriptionRows(reading, access, names), 'subscription', names, width),
    ...credited,
    ...delegatedLines(reading.delegations ?? [], names, width),
  ];
}

type Holder = 'management group' | 'subscription';

function tableOf(rows: readonly AccessRow[], holder: Holder, names: Names, width: number): Line[] {
  if (rows.length === 0) return [[span('  No role assignments.')]];
  const cells = rows.map((row) => cellsOf(row, names));
  const table = layOutTable(columns, cells, width - indent);
  const body = rows.flatMap((row, index) => {
    const isFirst = index === 0 || rows[index - 1]?.isInherited !== row.isInherited;
    const lines = (table.rows[index] ?? []).map((line) => [spaces(indent), ...line]);
    return isFirst ? [groupTitle(row, holder), ...lines] : lines;
  });
  const inherited = rows.filter(({ isInherited }) => isInherited).length;
  const total = `${counted(rows.length, 'assignment')}: ${rows.length - inherited} direct, ${inherited} inherited.`;
  return [[spaces(indent), ...table.head], ...body, [span(` ${total}`, 'quiet')]];
}

function delegatedLines(delegations: readonly Delegation[], names: Names, width: number): Line[] {
  if (delegations.length === 0) return [];
  return [
    ...hang([spaces(1)], [span(delegationTitle(delegations))], width),
    ...delegationLines(delegations, names, width),
  ];
}

function groupTitle({ isInherited }: AccessRow, holder: Holder): Line {
  return [span(isInherited ? ` Inherited from above the ${holder}` : ' Direct')];
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
    [span(scopeWithin(row, names))],
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

/** Short, since the subscription or management group stands above the table. */
function scopeWithin({ assignment: { scope }, isInherited }: AccessRow, names: Names): string {
  const parsed = describeScope(scope);
  if (parsed?.kind === 'management-group' && !isInherited) return 'management group';
  if (parsed?.kind === 'subscription') return 'subscription';
  if (parsed?.kind === 'resource-group') return inline(parsed.resourceGroup);
  if (parsed?.kind === 'resource')
    return inline([parsed.resourceGroup, ...scope.split('/').slice(-2)].filter(Boolean).join('/'));
  return names.scope(scope);
}
