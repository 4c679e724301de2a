import { byText } from '../../model';
import type { UnmanagedAccess } from '../../plan';
import { inline, quoted } from '../terminal/neutralise';
import { span, type Line, type Style } from '../terminal/span';
import { layOutTable } from '../terminal/table';
import { hang, spaces } from '../terminal/wrap-line';
import { counted, dayOf, principalWords } from '../words/assignment-words';
import type { Names } from '../words/names';
import { originRank } from '../words/origin-words';
import { provenanceWords } from '../words/provenance-words';

const standings: Record<UnmanagedAccess['standing'], { readonly word: string; readonly style: Style }> = {
  drift: { word: 'Drift', style: 'warning' },
  'held-back': { word: 'Held back', style: 'warning' },
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
  const cells = entries.flatMap((entry) => cellsOf(entry, names));
  const table = layOutTable(columns, cells, width - 4);
  const lines = entries.flatMap((entry, index) => {
    const rows = table.rows.slice(2 * index, 2 * index + 2).flat();
    const isFirst = index === 0 || groupKey(entry) !== groupKey(entries[index - 1] ?? entry);
    return [...(isFirst ? [[], ...groupTitle(entry, width)] : []), ...rows.map((row) => [spaces(4), ...row])];
  });
  const drift = unmanaged.filter(({ standing }) => standing === 'drift' || standing === 'held-back').length;
  const count = counted(unmanaged.length, 'assignment');
  const title = [
    span('Unmanaged access:', 'heading'),
    span(` ${count} that nobody declared, ${drift || 'none'} of them drift`),
  ];
  return [...hang([], title, width), [], [spaces(4), ...table.head], ...lines.slice(1)];
}

function groupKey(entry: UnmanagedAccess): string {
  const detail = 'because' in entry ? [entry.because, 'by' in entry ? [entry.by, entry.until] : []] : [];
  const rank = entry.isOurs ? '' : originRank(entry.origin);
  return `${standingOrder.indexOf(entry.standing)} ${rank} ${JSON.stringify(detail)}`;
}

function groupTitle(entry: UnmanagedAccess, width: number): Line[] {
  const { word, style } = standings[entry.standing];
  const detail = entry.standing === 'accepted' ? ` by ${inline(entry.by)} until ${inline(entry.until)}` : '';
  const reason = 'because' in entry ? ` (because: ${quoted(entry.because)})` : '';
  return hang([spaces(2)], [span(word, style), span(`${detail}: ${provenanceWords(entry)}${reason}`)], width);
}

/** Two rows: the access, and below its principal who gave it. */
function cellsOf({ assignment }: UnmanagedAccess, names: Names): Line[][] {
  const { role, scope, createdOn, createdBy } = assignment;
  const by = createdBy ? [span(`given by ${names.actor(createdBy)}`, 'quiet')] : [];
  return [
    [
      [span(names.role(role))],
      [span(principalWords(assignment, names))],
      [span(names.scope(scope))],
      [span(dayOf(createdOn) ?? 'unknown')],
    ],
    [[], by],
  ];
}

function sortKeyOf({ assignment }: UnmanagedAccess, names: Names): string {
  const { scope, role, principalId, id } = assignment;
  return [names.scope(scope), names.role(role), names.principal(principalId), id].join('\n');
}
