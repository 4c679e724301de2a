import {
  compareText,
  describeScope,
  type PimAssignment,
  type PimKind,
  type Guid,
  type ManagingPrincipal,
  type RegistrationAssignment,
  type RegistrationDefinition,
  type RoleAssignment,
  type RoleDefinition,
  type RolePermissions,
  type Scope,
} from '../../model';
import { isAssignmentChange, type Change } from '../../plan';
import { inline, quoted } from '../terminal/neutralise';
import { solid, span, type Line } from '../terminal/span';
import type { Names } from '../words/names';

/** The attributes of one side of a change, in the order in which they are shown. */
export type Attributes = ReadonlyMap<string, Line>;

/** Both sides of a change as people read them; undefined where the change does not have the side. */
export function attributesOf(
  change: Change,
  names: Names,
): { readonly before: Attributes | undefined; readonly after: Attributes | undefined } {
  if (isAssignmentChange(change)) {
    return sides(change, (assignment) => ofAssignment(assignment, names));
  }
  switch (change.type) {
    case 'azurerm_role_definition':
      return sides(change, (definition) => ofRoleDefinition(definition, names));
    case 'azurerm_pim_eligible_role_assignment':
      return sides(change, (assignment) => ofPimAssignment('eligible', assignment, names));
    case 'azurerm_pim_active_role_assignment':
      return sides(change, (assignment) => ofPimAssignment('active', assignment, names));
    case 'azurerm_lighthouse_definition':
      return sides(change, (definition) => ofRegistrationDefinition(definition, names));
    case 'azurerm_lighthouse_assignment':
      return sides(change, (assignment) => ofRegistrationAssignment(assignment, names));
  }
}

function sides<Declared extends object>(
  change: { readonly before?: Declared; readonly after?: Declared },
  show: (side: Declared) => Attributes,
) {
  return {
    before: change.before && show(change.before),
    after: change.after && show(change.after),
  };
}

function ofAssignment(assignment: RoleAssignment, names: Names): Attributes {
  const { principalId, principalType, role, scope, name, condition, conditionVersion, description } =
    assignment;
  const called = names.quotedPrincipal(principalId);
  const version = conditionVersion === undefined ? 'no version' : `version ${inline(conditionVersion)}`;
  const found: [string, Line][] = [
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

function ofPimAssignment(kind: PimKind, assignment: PimAssignment, names: Names): Attributes {
  const { principalId, role, scope, endsAt } = assignment;
  const called = names.quotedPrincipal(principalId);
  return new Map([
    [kind, [...(called ? [span(`${called} `)] : []), solid(principalId)]],
    ['role', [span(roleValue(role, names))]],
    ['scope', scopeValue(scope, names)],
    ['ends', [span(endsAt === undefined ? 'never' : inline(endsAt))]],
  ]);
}

const permissionWords: Readonly<Record<keyof RolePermissions, string>> = {
  actions: 'actions',
  notActions: 'not actions',
  dataActions: 'data actions',
  notDataActions: 'not data actions',
};

/** Lists of a role are shown only where there is something in them. */
function ofRoleDefinition(definition: RoleDefinition, names: Names): Attributes {
  const { permissions } = definition;
  const found: [string, Line][] = [
    ['role name', [span(quoted(definition.roleName))]],
    ['scope', scopeValue(definition.scope, names)],
    ['name', [solid(definition.name)]],
  ];
  if (definition.description !== undefined)
    found.push(['description', [span(quoted(definition.description))]]);
  permissions.forEach((block, index) => {
    const number = permissions.length > 1 ? ` ${index + 1}` : '';
    for (const [key, words] of Object.entries(permissionWords) as [keyof RolePermissions, string][]) {
      if (block[key].length > 0) found.push([`${words}${number}`, listOf(block[key].toSorted(compareText))]);
    }
  });
  found.push([
    'assignable at',
    [span(definition.assignableScopes.map((scope) => names.scope(scope)).join(', '))],
  ]);
  return new Map(found);
}

function ofRegistrationDefinition(definition: RegistrationDefinition, names: Names): Attributes {
  const { offerName, scope, name, managingTenantId, authorizations, eligibleAuthorizations } = definition;
  const found: [string, Line][] = [
    ['offer', [span(quoted(offerName))]],
    ['scope', scopeValue(scope, names)],
    ['name', [solid(name)]],
    ['managing tenant', [solid(managingTenantId)]],
  ];
  if (definition.description !== undefined)
    found.push(['description', [span(quoted(definition.description))]]);
  authorizations.forEach((each, index) => {
    const given = each.assignableRoles.map((role) => roleValue(role, names)).join(', ');
    const right = given === '' ? '' : ` that gives ${given}`;
    found.push([
      `role ${index + 1}`,
      [span(`${roleValue(each.role, names)}${right} for `), ...principalOf(each, names)],
    ]);
  });
  eligibleAuthorizations.forEach((each, index) => {
    const terms = [
      `up to ${inline(each.longestActivation)}`,
      ...(each.multiFactor === 'Azure' ? ['with multi-factor authentication'] : []),
      ...(each.approvers.length > 0
        ? [`approved by ${each.approvers.map((approver) => calledWithId(approver, names)).join(', ')}`]
        : []),
    ];
    const line = [
      span(`${roleValue(each.role, names)} for `),
      ...principalOf(each, names),
      span(` ${terms.join(', ')}`),
    ];
    found.push([`eligible ${index + 1}`, line]);
  });
  return new Map(found);
}

/** Called what the delegation says, else what the plan knows. */
function principalOf(principal: ManagingPrincipal, names: Names): Line {
  const called = calledIn(principal, names);
  return [...(called === undefined ? [] : [span(`${called} `)]), solid(principal.principalId)];
}

function calledWithId(principal: ManagingPrincipal, names: Names): string {
  return [calledIn(principal, names), principal.principalId].filter(Boolean).join(' ');
}

function calledIn({ principalId, displayName }: ManagingPrincipal, names: Names): string | undefined {
  return displayName === undefined ? names.quotedPrincipal(principalId) : quoted(displayName);
}

function ofRegistrationAssignment(
  { scope, name, definitionId }: RegistrationAssignment,
  names: Names,
): Attributes {
  return new Map([
    ['scope', scopeValue(scope, names)],
    ['name', [solid(name)]],
    ['definition', [solid(inline(definitionId.slice(definitionId.lastIndexOf('/') + 1)))]],
  ]);
}

function listOf(texts: readonly string[]): Line {
  return texts.flatMap((text, index) => [
    ...(index > 0 ? [span(' ')] : []),
    solid(`${inline(text)}${index < texts.length - 1 ? ',' : ''}`),
  ]);
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
