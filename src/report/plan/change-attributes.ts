import { describeScope, type Guid, type RoleAssignment, type Scope } from '../../model';
import type { Change } from '../../plan';
import { inline, quoted } from '../terminal/neutralise';
import { solid, span, textWidth, widthOf, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import type { Names } from '../words/names';
import { actionSymbols } from './change-title';

type Attribute = 'principal' | 'role' | 'scope' | 'name' | 'condition' | 'description';
type Attributes = ReadonlyMap<Attribute, Line>;

const attributes: readonly Attribute[] = ['principal', 'role', 'scope', 'name', 'condition', 'description'];

const none: Line = [span('(none)', 'quiet')];

/** One attribute a line, with the action's symbol before those it concerns, and `old -> new` where one changes. */
export function changeAttributes(change: Change, names: Names, width: number): Line[] {
  const before = 'before' in change ? attributesOf(change.before, names) : undefined;
  const after = 'after' in change ? attributesOf(change.after, names) : undefined;
  const used = attributes.filter((attribute) => isShown(attribute, change, before, after));
  const keyWidth = Math.max(...used.map(textWidth));
  return used.flatMap((attribute) => {
    const [old, next] = [before?.get(attribute), after?.get(attribute)];
    const differs = before !== undefined && after !== undefined && textOf(old) !== textOf(next);
    const looksEqual = change.action === 'update' && attribute === 'condition' && !differs;
    const isConcerned = change.action === 'create' || change.action === 'delete' || differs || looksEqual;
    const lead = leadOf(isConcerned ? change : undefined, attribute, keyWidth);
    if (differs) return transition(lead, old ?? none, next ?? none, width);
    return hang(
      lead,
      [...(next ?? old ?? []), ...(looksEqual ? [span(' # only white space differs', 'quiet')] : [])],
      width,
    );
  });
}

/** Descriptions are never compared, so they are shown only where they will be written. */
function isShown(
  attribute: Attribute,
  { action }: Change,
  before: Attributes | undefined,
  after: Attributes | undefined,
): boolean {
  if (attribute === 'description' && action !== 'create') return false;
  return Boolean(before?.has(attribute) || after?.has(attribute));
}

function attributesOf(assignment: RoleAssignment, names: Names): Attributes {
  const { principalId, principalType, role, scope, name, condition, conditionVersion, description } =
    assignment;
  const called = names.quotedPrincipal(principalId);
  const version = conditionVersion === undefined ? 'no version' : `version ${inline(conditionVersion)}`;
  const found: [Attribute, Line][] = [
    ['principal', [span(`${called ? `${called} ` : ''}(${inline(principalType)}) `), solid(principalId)]],
    ['role', [span(roleValue(role, names))]],
    ['scope', scopeValue(scope, names)],
    ['name', [solid(name)]],
  ];
  if (condition !== undefined || conditionVersion !== undefined) {
    found.push(['condition', [span(`${quoted(condition ?? '')} (${version})`)]]);
  }
  if (description !== undefined) found.push(['description', [span(quoted(description))]]);
  return new Map(found);
}

/** Anybody may have given a custom role its name, so its id stands beside it. */
function roleValue(role: Guid, names: Names): string {
  const name = names.role(role);
  if (names.isBuiltIn(role)) return quoted(name);
  return name === role ? role : `${name} ${role}`;
}

/** Readable and exact: with the subscription's id, and for a resource with its whole id. */
function scopeValue(scope: Scope, names: Names): Line {
  const parsed = describeScope(scope);
  if (parsed?.kind === 'resource') return [span(quoted(scope))];
  if (parsed?.kind !== 'subscription' && parsed?.kind !== 'resource-group') return [span(names.scope(scope))];
  const label =
    names.alias(scope) === undefined && parsed.kind === 'subscription' ? '' : `${names.scope(scope)} `;
  return [span(`${label}(${parsed.kind.replace('-', ' ')}) `), solid(parsed.subscriptionId)];
}

function leadOf(change: Change | undefined, attribute: Attribute, keyWidth: number): Line {
  const { symbol, style } = change ? actionSymbols[change.action] : { symbol: '', style: 'plain' as const };
  return [span(`${symbol.padStart(3)} `, style), span(`${attribute.padEnd(keyWidth)} = `)];
}

/** On one line if that fits, else the new value below the old one. */
function transition(lead: Line, old: Line, next: Line, width: number): Line[] {
  const arrow = span('-> ', 'change');
  const whole = [...lead, ...old, span(' '), arrow, ...next];
  if (widthOf(whole) <= width) return [whole];
  const indent = spaces(widthOf(lead) - widthOf([arrow]));
  return [...hang(lead, old, width), ...hang([indent, arrow], next, width)];
}

function textOf(line: Line | undefined): string {
  return (line ?? []).map(({ text }) => text).join('');
}
