import { byText } from '../../model';
import type { ReportContext } from '../report-context';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { layOutTable } from '../terminal/table';
import { hang } from '../terminal/wrap-line';
import type { RelationshipReading } from './relationship-reading';
import { differenceWords, endWords, roleNames, standingWords } from './relationship-words';

const columns = [{ title: 'Customer' }, { title: 'Relationship' }, { title: 'Ends' }, { title: 'Differs' }];

/** A table of all, and below it each customer's groups and differences. */
export function renderRelationships(
  readings: readonly RelationshipReading[],
  { width, color }: Pick<ReportContext, 'width' | 'color'>,
): string {
  const sorted = readings.toSorted(byText(({ customer }) => customer));
  const table = layOutTable(columns, sorted.map(rowOf), width);
  const details = sorted.flatMap((reading) => detailsOf(reading, width));
  return paint([table.head, ...table.rows.flat(), ...details], color);
}

function rowOf({ customer, standing, differences, isDeclared }: RelationshipReading): Line[] {
  const differs = differences.length > 0 ? `in ${differences.length}` : isDeclared ? 'no' : 'not declared';
  return [
    [span(customer)],
    [span(standingWords(standing), standing.kind === 'active' ? 'plain' : 'warning')],
    [span(endWords(standing))],
    [span(differs, differences.length > 0 ? 'change' : 'quiet')],
  ];
}

function detailsOf(reading: RelationshipReading, width: number): Line[] {
  const { customer, access, differences, groupNames } = reading;
  const nameOf = (groupId: string) => groupNames.get(groupId) ?? `Group ${groupId}`;
  const lines = [
    ...access.map(({ groupId, roles, status }) => {
      const remark = status === 'active' ? '' : ` (${status})`;
      return ['  ', `${nameOf(groupId)}: ${roleNames(roles)}${remark}`] as const;
    }),
    ...differences.map((difference) => ['~ ', differenceWords(difference, nameOf)] as const),
  ];
  if (lines.length === 0) return [];
  const body = lines.flatMap(([mark, text]) => hang([span(mark, 'change')], [span(text)], width));
  return [[], [span(customer, 'heading')], ...body];
}
