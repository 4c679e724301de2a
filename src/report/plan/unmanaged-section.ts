import { byText } from '../../model';
import type { UnmanagedAccess } from '../../plan';
import { inline } from '../terminal/neutralise';
import { solid, span, type Line, type Style } from '../terminal/span';
import { layOutTable } from '../terminal/table';
import { hang, spaces } from '../terminal/wrap-line';
import { counted, principalWords, sinceWords } from '../words/assignment-words';
import type { Names } from '../words/names';
import { originRank, originWords } from '../words/origin-words';

const standings: Record<UnmanagedAccess['standing'], { readonly word: string; readonly style: Style }> = {
  drift: { word: 'Drift', style: 'warning' },
  accepted: { word: 'Accepted', style: 'quiet' },
  ignored: { word: 'Ignored', style: 'quiet' },
  outside: { word: 'Outside', style: 'quiet' },
};
const standingOrder = Object.keys(standings);

/** Access that nobody declared: drift first, and in one table those of the same standing and origin. */
export function unmanagedSection(unmanaged: readonly UnmanagedAccess[], names: Names, width: number): Line[] {
  if (unmanaged.length === 0) return [];
  const entries = unmanaged.toSorted(byText((entry) => `${groupKey(entry)}\n${sortKeyOf(entry, names)}`));
  const columns = ['role', 'principal', 'scope', 'since'].map((title) => ({ title }));
  const cells = entries.map((entry) => cellsOf(entry, names));
  const indent = spaces(4);
  const table = layOutTable(columns, cells, width - 4);
  const lines = entries.flatMap((entry, index) => {
    const rows = (table.rows[index] ?? []).map((row) => [indent, ...row]);
    const isFirst = index === 0 || groupKey(entry) !== groupKey(entries[index - 1] ?? entry);
    return isFirst ? [[], ...groupTitle(entry, width), ...rows] : rows;
  });
  const drift = unmanaged.filter(({ standing }) => standing === 'drift').length;
  const title = `Undeclared access: ${counted(unmanaged.length, 'assignment')}, ${drift || 'none'} of them drift`;
  return [[span(title, 'heading')], [], [indent, ...table.head], ...lines.slice(1)];
}

function groupKey(entry: UnmanagedAccess): string {
  const detail = 'because' in entry ? standingDetail(entry) : '';
  return `${standingOrder.indexOf(entry.standing)} ${originRank(entry.origin)} ${detail}`;
}

function groupTitle(entry: UnmanagedAccess, width: number): Line[] {
  const { word, style } = standings[entry.standing];
  const detail = standingDetail(entry);
  const text = `: ${originWords[entry.origin]}${detail && ` (${detail})`}`;
  return hang([spaces(2)], [span(word, style), span(text)], width);
}

function standingDetail(entry: UnmanagedAccess): string {
  switch (entry.standing) {
    case 'ignored':
      return `because: ${inline(entry.because)}`;
    case 'accepted':
      return `by ${inline(entry.by)} until ${inline(entry.until)}, because: ${inline(entry.because)}`;
    case 'drift':
    case 'outside':
      return '';
  }
}

function cellsOf({ assignment }: UnmanagedAccess, names: Names): Line[] {
  const { role, scope } = assignment;
  const isNamed = names.isBuiltIn(role) || names.role(role) !== 'unnamed role';
  return [
    isNamed ? [span(names.role(role))] : [solid(role)],
    [span(principalWords(assignment, names))],
    [span(names.scope(scope))],
    [span(sinceWords(assignment, names))],
  ];
}

function sortKeyOf({ assignment }: UnmanagedAccess, names: Names): string {
  const { scope, role, principalId, id } = assignment;
  return [names.scope(scope), names.role(role), names.principal(principalId), id].join('\n');
}
