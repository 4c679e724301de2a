import { assignmentId, type RoleAssignment } from '../../model';
import { inline, quoted } from '../terminal/neutralise';
import { solid, span, type Line, type Style } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import type { Names } from '../words/names';
import type { Advice } from './advice';

/** One difference as it is shown: a headline, facts under it, and what to do. */
export interface DriftEntry {
  readonly symbol: string;
  readonly style: Style;
  readonly assignment: RoleAssignment;
  readonly address?: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly advice: Advice;
}

const keyWidth = 9;

export function entryLines(entry: DriftEntry, names: Names, width: number): Line[] {
  const { symbol, style, assignment, address, advice } = entry;
  const { principalId } = assignment;
  const fact = (key: string, value: Line) =>
    hang([spaces(4), span(`${key.padEnd(keyWidth)}  `, 'quiet')], value, width);
  return [
    ...hang([span(`${symbol.padStart(3)} `, style)], [span(headlineOf(assignment, names), 'heading')], width),
    ...(address ? fact('address', [solid(inline(address))]) : []),
    ...(names.quotedPrincipal(principalId) === undefined ? [] : fact('principal', [solid(principalId)])),
    ...fact('id', [span(inline(idOf(assignment)))]),
    ...entry.facts.flatMap(([key, value]) => fact(key, [span(value)])),
    ...fact('to do', [span(advice.text)]),
    ...(advice.code ? codeLines(advice.code, width) : []),
  ];
}

/** `Reader for "dana@contoso.com" (User) on production`; a group of another tenant with its object id, too. */
export function headlineOf(
  { principalId, principalType, role, scope }: RoleAssignment,
  names: Names,
): string {
  const name = names.quotedPrincipal(principalId);
  const isNameEnough = name !== undefined && principalType !== 'ForeignGroup';
  const called = [name, isNameEnough ? undefined : principalId].filter(Boolean).join(' ');
  return `${names.role(role)} for ${called} (${inline(principalType)}) on ${names.scope(scope)}`;
}

/** The reason somebody gave, as a fact. */
export function becauseFact(because: string | undefined): (readonly [string, string])[] {
  return because === undefined ? [] : [['because', quoted(because)]];
}

function idOf(assignment: RoleAssignment & { readonly id?: string }): string {
  return assignment.id ?? assignmentId(assignment);
}

function codeLines(code: Line, width: number): Line[] {
  const indent = 4 + keyWidth + 2;
  return hang(
    [spaces(indent)],
    code.map((part) => ({ ...part, style: 'adopt' })),
    width,
    [spaces(indent + 2)],
  );
}
