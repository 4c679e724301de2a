import { canGrantAccess, findRole } from '../../catalogue';
import { describeScope, type ExistingRoleAssignment } from '../../model';
import type { Plan } from '../../plan';
import { inline } from '../terminal/neutralise';
import { solid, span, type Line } from '../terminal/span';
import type { Names } from '../words/names';
import type { Changed, Missing, Undeclared, UnmanagedDrift } from './drift-sections';

/** What somebody can do about one difference: a sentence, and a line of TypeScript where one would do. */
export interface Advice {
  readonly text: string;
  readonly code?: Line;
}

type Declared = Missing | Changed | Undeclared;

export function adviceForMissing(change: Missing, plan: Plan): Advice {
  return { text: `${command(plan)} makes it; or remove the grant${placeOf(change)}.` };
}

export function adviceForChanged(change: Changed, plan: Plan): Advice {
  const other =
    change.action === 'update'
      ? 'declare the condition that Azure has'
      : 'declare the access that was adopted';
  return { text: `${command(plan)} puts it right; or ${other}${placeOf(change)}.` };
}

export function adviceForUndeclared(change: Undeclared, plan: Plan, names: Names): Advice {
  const text = `${command(plan)} removes it`;
  if (change.reason === 'grant-ended')
    return { text: `${text}; or give the grant a later day${placeOf(change)}.` };
  const code = declaration(change.before, names);
  return code ? { text: `${text}; or declare it again:`, code } : { text: `${text}.` };
}

export function adviceForUnmanaged({ assignment, origin }: UnmanagedDrift, plan: Plan, names: Names): Advice {
  const removal = origin === undefined ? `${command(plan)} removes it` : 'Remove it in Azure';
  if (origin === 'orphan') return { text: `${removal}: nobody can use it any more.` };
  if (origin === 'policy-identity') {
    return {
      text: 'Leave such identities to Azure Policy, in `ignore`:',
      code: [solid("{ origin: 'policy-identity',"), span(' '), solid("because: '…' },")],
    };
  }
  if (origin === 'other-foreign-principal') {
    return { text: `${removal}, or accept it until a day in \`accept\`: another partner has this access.` };
  }
  const code = declaration(assignment, names);
  const accepted = `${removal}, accept it until a day in \`accept\``;
  return code
    ? { text: `${accepted}, or declare it:`, code }
    : { text: `${accepted}, or ignore it for good in \`ignore\`.` };
}

/** The line of TypeScript that declares the access, or undefined where no construct stands for the scope. */
function declaration(assignment: ExistingRoleAssignment, names: Names): Line | undefined {
  const receiver = receiverOf(assignment, names);
  const to = principalCode(assignment, names);
  if (!receiver || !to) return undefined;
  const role = findRole(assignment.role);
  const needsReason = role === undefined || canGrantAccess(role);
  const props = [
    `to: ${to}`,
    `role: ${literal(names.plainRole(assignment.role) ?? assignment.role)}`,
    ...(needsReason ? ["because: '…'"] : []),
  ];
  const last = props.length - 1;
  const pieces = props.map(
    (prop, index) => `${index === 0 ? '{ ' : ''}${prop}${index === last ? ' });' : ','}`,
  );
  return [solid(`${receiver}.grant('…',`), ...pieces.flatMap((piece) => [span(' '), solid(piece)])];
}

function receiverOf({ scope }: ExistingRoleAssignment, names: Names): string | undefined {
  const parsed = describeScope(scope);
  const alias = names.alias(scope) ?? '…';
  const isIdentifier = /^[A-Za-z_$][\w$]*$/.test(alias);
  const subscription = isIdentifier ? alias : `subscriptions[${literal(alias)}]`;
  if (parsed?.kind === 'management-group')
    return isIdentifier ? alias : `managementGroups[${literal(alias)}]`;
  if (parsed?.kind === 'subscription') return subscription;
  if (parsed?.kind === 'resource-group')
    return `${subscription}.resourceGroup(${literal(parsed.resourceGroup)})`;
  if (parsed?.kind === 'resource') return `${subscription}.resource(${literal(scope)})`;
  return undefined;
}

/** By object id, which cannot be mistaken; a user by the user principal name, which a directory has only once. */
function principalCode(
  { principalId, principalType }: ExistingRoleAssignment,
  names: Names,
): string | undefined {
  const name = names.principal(principalId);
  switch (principalType) {
    case 'User':
      return `user(${literal(/^[\w.+#-]+@[\w.-]+$/.test(name) ? name : principalId)})`;
    case 'Group':
      return `group(${literal(principalId)})`;
    case 'ServicePrincipal':
      return `servicePrincipal(${literal(principalId)})`;
    case 'ForeignGroup':
      return foreignPrincipalCode(name);
    case 'Device':
      return undefined;
  }
}

/** Our own groups are properties of the partner, which is called `msp` in the example. */
function foreignPrincipalCode(name: string): string {
  return name === 'AdminAgents' || name === 'HelpdeskAgents'
    ? `msp.${name[0]?.toLowerCase()}${name.slice(1)}`
    : 'msp.…';
}

/** A text from Azure as a string of TypeScript: it must not end the string early. */
function literal(text: string): string {
  return `'${inline(text).replace(/[\\']/g, '\\$&')}'`;
}

function command({ customer }: Plan): string {
  return `\`tilldela apply ${inline(customer)}\``;
}

function placeOf({ source, constructPath }: Declared): string {
  if (source) return ` at ${inline(source.file)}:${source.line}`;
  return constructPath ? ` ${inline(constructPath)}` : '';
}
