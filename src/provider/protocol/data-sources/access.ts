import {
  byText,
  describeScope,
  isAtOrBelow,
  parseRoleDefinitionGuid,
  parseScope,
  roleDefinitionIdAt,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ExistingRoleAssignment,
  type Guid,
  type KnownPrincipals,
  type Scope,
} from '../../../model';
import { FindingError, wrongArgument, type Finding } from '../finding';
import type { DataSource } from '../managed-resource';
import type { Schema } from '../schema';
import type { Session } from '../session';
import { inTime, timeLimit } from '../time-limits';
import { textAt, type Type, type Values } from '../values/value';

const elements = {
  id: 'Resource id of the assignment.',
  scope: 'Where it is assigned: the scope asked for, or one above it.',
  inherited: 'Whether it is assigned above the scope.',
  role_definition_id: 'Resource id of the role.',
  role_name: 'Name of the role; null where it could not be read.',
  principal_id: 'Object id of whom the role is given to.',
  principal_type: 'User, Group, ServicePrincipal, ForeignGroup or Device.',
  principal_name:
    'User principal name or display name; null for groups of other tenants and where it could not be read.',
  condition: 'Condition under which the role can be used; null without one.',
} as const;

const element: Type = [
  'object',
  Object.fromEntries(
    Object.keys(elements).map((name): [string, Type] => [name, name === 'inherited' ? 'bool' : 'string']),
  ),
];

const schema: Schema = {
  version: 0,
  description: 'Who has access at a scope: every role assignment at it and above it.',
  attributes: {
    scope: {
      type: 'string',
      given: 'optional-computed',
      description:
        'Resource id of a management group, subscription, resource group or resource. Default: the subscription of the provider.',
    },
    roles: {
      type: ['set', 'string'],
      given: 'optional',
      description: 'Only these roles, by name or id. Default: all.',
    },
    principal_ids: {
      type: ['set', 'string'],
      given: 'computed',
      description: 'Object ids of all that have one of the roles.',
    },
    assignments: {
      type: ['list', element],
      elements,
      given: 'computed',
      description: 'The assignments, sorted by id.',
    },
    role_assignments_used: {
      type: 'number',
      given: 'computed',
      description:
        'How many assignments the subscription or management group of the scope has, whatever `roles` says. Azure allows 4000 and 500.',
    },
  },
};

/** `tilldela_access`. */
export const access: DataSource = { schema, validate, read };

function validate(config: Values): readonly Finding[] {
  const text = textAt(config, 'scope');
  if (text === undefined) return [];
  const kind = describeScope(text)?.kind;
  if (kind !== undefined && kind !== 'root') return [];
  return [wrongArgument(['scope'], `"${text}" is no management group and nothing in a subscription.`)];
}

function read(config: Values, session: Session) {
  return inTime({ limit: timeLimit(config, 'read'), stopped: session.stopped }, async () => {
    const provider = await session.provider();
    const scope = scopeOf(config, session);
    const { actual, diagnostics } = await refreshAround(scope, provider);
    const [reading] = [...actual.subscriptions, ...actual.managementGroups];
    if (reading?.status !== 'read') {
      const findings = reading ? [{ argument: ['scope'], diagnostic: reading.diagnostic }] : [];
      throw new FindingError(findings);
    }
    const names = new Map((await provider.listRoles([scope])).map(({ id, name }) => [id, name]));
    const wanted = wantedRoles(config, names, scope);
    const effective = reading.assignments
      .filter((assignment) => reaches(assignment.scope, scope))
      .filter(({ role }) => !wanted || wanted.has(role));
    const holder = 'managementGroup' in reading ? scope : subscriptionScope(reading.subscriptionId);
    const state: Values = {
      ...config,
      scope: textAt(config, 'scope') ?? scope,
      principal_ids: [...new Set(effective.map(({ principalId }) => principalId))].sort(),
      assignments: effective
        .toSorted(byText(({ id }) => id.toLowerCase()))
        .map((assignment) => describe(assignment, scope, names, actual.principals)),
      role_assignments_used: reading.assignments.filter((each) => isAtOrBelow(each.scope, holder)).length,
    };
    return { state, findings: diagnostics.map((diagnostic) => ({ diagnostic })) };
  });
}

function scopeOf(config: Values, { configuration }: Session): Scope {
  const scope = parseScope(textAt(config, 'scope') ?? '');
  if (scope) return scope;
  if (configuration?.subscriptionId) return subscriptionScope(configuration.subscriptionId);
  const detail = 'Neither it nor `subscription_id` of the provider is set.';
  throw new FindingError([wrongArgument(['scope'], detail)]);
}

/** All that is assigned in the subscription or at the management group, and above. */
function refreshAround(scope: Scope, provider: Awaited<ReturnType<Session['provider']>>) {
  const parsed = describeScope(scope);
  if (parsed?.kind === 'management-group') return provider.refresh([], [parsed.managementGroup]);
  const subscriptionId = subscriptionOf(scope);
  return provider.refresh(subscriptionId ? [subscriptionId] : []);
}

/** The list of a subscription has management groups only where they are above it. */
function reaches(assigned: Scope, scope: Scope): boolean {
  return describeScope(assigned)?.kind === 'management-group' || isAtOrBelow(scope, assigned);
}

/** Undefined where all roles are wanted. */
function wantedRoles(
  config: Values,
  names: ReadonlyMap<Guid, string>,
  scope: Scope,
): ReadonlySet<Guid> | undefined {
  const { roles } = config;
  if (!Array.isArray(roles)) return undefined;
  const byName = new Map([...names].map(([id, name]) => [name.toLowerCase(), id]));
  return new Set(
    roles
      .filter((role) => typeof role === 'string')
      .map((role) => {
        const id = parseRoleDefinitionGuid(role) ?? byName.get(role.toLowerCase());
        if (id) return id;
        const hint = '`tilldela roles TEXT` lists the built-in roles by name.';
        throw new FindingError([wrongArgument(['roles'], `There is no role "${role}" at ${scope}.`, hint)]);
      }),
  );
}

function describe(
  { id, scope: at, role, principalId, principalType, condition }: ExistingRoleAssignment,
  scope: Scope,
  names: ReadonlyMap<Guid, string>,
  principals: KnownPrincipals,
): Values {
  const principal = principals.get(principalId);
  const known = principal === 'missing' ? undefined : principal;
  return {
    id,
    scope: at,
    inherited: scopeKey(at) !== scopeKey(scope),
    role_definition_id: roleDefinitionIdAt(at, role),
    role_name: names.get(role) ?? null,
    principal_id: principalId,
    principal_type: principalType,
    principal_name: known?.userPrincipalName ?? known?.displayName ?? null,
    condition: condition ?? null,
  };
}
