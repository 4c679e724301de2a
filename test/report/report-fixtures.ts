import { diagnostic } from '../../src/diagnostics';
import {
  assignmentId,
  keyOf,
  parseScope,
  type ExistingRoleAssignment,
  type Guid,
  type Origin,
  type PrincipalType,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import type { Change, Plan, UnmanagedAccess, UnmanagedStanding } from '../../src/plan';
import type { ReportContext } from '../../src/report';

export const context: ReportContext = {
  width: 80,
  color: false,
  cloud: 'emulator',
  roleName: (guid) => builtIn[guid],
};

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const builtIn: Record<string, string> = {
  [userAccessAdministrator]: 'User Access Administrator',

  [owner]: 'Owner',
  [contributor]: 'Contributor',
  [reader]: 'Reader',
};

export const roles = { owner, userAccessAdministrator, contributor, reader, custom: guid('c1') };
const tenant = guid('7e');
export const production = scope(`/subscriptions/${guid('5a')}`);
export const lab = scope(`/subscriptions/${guid('5b')}/resourceGroups/rg-lab`);
export const people = {
  dana: guid('d1'),
  lee: guid('d2'),
  kim: guid('d3'),
  policy: guid('d4'),
  agents: guid('d5'),
};
export const names: Record<string, string> = {
  [people.dana]: 'dana@contoso.com',
  [people.lee]: 'lee@contoso.com',
  [people.kim]: 'kim@contoso.com',
  [people.policy]: 'pol-deploy-diagnostics',
  [roles.custom]: 'Shop Operator',
};

/** A GUID that ends as given. */
export function guid(end: string): Guid {
  return `e0e0e0e0-0000-4000-8000-${end.padStart(12, '0')}` as Guid;
}

export function scope(text: string): Scope {
  const parsed = parseScope(text);
  if (!parsed) throw new Error(`no scope: ${text}`);
  return parsed;
}

export function assignment(
  name: string,
  role: string,
  principalId: Guid,
  at: Scope = production,
  more: Partial<ExistingRoleAssignment> = {},
): RoleAssignment {
  const principalType: PrincipalType = 'User';
  return {
    tenantId: tenant,
    scope: at,
    role: role as Guid,
    principalId,
    principalType,
    name: guid(name),
    ...more,
  };
}

/** The same as Azure has it. */
export function existing(...given: Parameters<typeof assignment>): ExistingRoleAssignment {
  const declared = assignment(...given);
  return {
    id: assignmentId(declared),
    createdOn: '2026-03-02T07:08:09.1234567Z',
    createdBy: people.lee,
    ...declared,
  };
}

interface ChangeOptions {
  readonly because?: string;
  readonly dependsOn?: readonly string[];
  readonly makesRoomBefore?: readonly string[];
}

function base(path: string, of: RoleAssignment, { because, dependsOn = [] }: ChangeOptions) {
  return {
    type: 'azurerm_role_assignment' as const,
    address: `azurerm_role_assignment.${path.split('/').slice(1).join('_')}`,
    constructPath: path,
    source: { file: 'stacks/customers/contoso.ts', line: 12 },
    naturalKey: keyOf(of),
    dependsOn,
    ...(because !== undefined && { because }),
  };
}

export function create(path: string, after: RoleAssignment, options: ChangeOptions = {}): Change {
  return { ...base(path, after, options), action: 'create', after, reason: 'not-in-azure' };
}

export function keep(
  path: string,
  before: ExistingRoleAssignment,
  adopting = false,
  options: ChangeOptions = {},
): Change {
  return { ...base(path, before, options), action: 'no-op', before, adopting };
}

export function update(
  path: string,
  before: ExistingRoleAssignment,
  condition: string,
  adopting = false,
): Change {
  const after = { ...before, condition, conditionVersion: '2.0' };
  return {
    ...base(path, after, {}),
    action: 'update',
    before,
    after,
    adopting,
    changed: ['condition'],
    reason: 'condition-differs',
  };
}

export function replace(path: string, before: ExistingRoleAssignment, after: RoleAssignment): Change {
  return { ...base(path, after, {}), action: 'replace', before, after, reason: 'adopted-assignment-differs' };
}

export function remove(before: ExistingRoleAssignment, options: ChangeOptions = {}): Change {
  return {
    type: 'azurerm_role_assignment',
    address: `azurerm_role_assignment.undeclared["${before.name}"]`,
    naturalKey: keyOf(before),
    dependsOn: options.dependsOn ?? [],
    ...(options.makesRoomBefore && { makesRoomBefore: options.makesRoomBefore }),
    action: 'delete',
    before,
    reason: 'no-longer-declared',
  };
}

export function unmanaged(
  of: ExistingRoleAssignment,
  origin: Origin = 'direct',
  standing: UnmanagedStanding = { standing: 'drift' },
  isOurs = false,
): UnmanagedAccess {
  return { assignment: of, origin, isOurs, ...standing };
}

export const unread = {
  alias: 'archive',
  scope: scope(`/subscriptions/${guid('5c')}`),
  diagnostic: diagnostic('scope_unread', {
    customer: 'contoso',
    constructPath: 'contoso/archive',
    detail: 'Azure answered 403 AuthorizationFailed.',
  }),
};

export function plan(parts: Partial<Plan> = {}): Plan {
  return {
    customer: 'contoso',
    tenantId: tenant,
    cloud: 'emulator',
    owner: guid('5f'),
    subscriptions: [
      { alias: 'production', subscriptionId: guid('5a') },
      { alias: 'sandbox', subscriptionId: guid('5b') },
    ],
    managementGroups: [],
    asOf: '2026-09-14T06:00:00Z',
    writes: 'aobo',
    configurationDigest: 'digest',
    changes: [],
    unmanaged: [],
    unread: [],
    delegations: [],
    diagnostics: [],
    names,
    facts: { declaredGrants: 0, principals: {}, partnerGroups: [], above: {}, customRoles: {} },
    ...parts,
  };
}

const policyStanding = { standing: 'ignored', because: 'Azure Policy owns these' } as const;
const acceptedStanding = {
  standing: 'accepted',
  by: 'anna',
  because: 'audit 2026',
  until: '2026-12-31',
} as const;

/** One of everything. */
export function fullPlan(): Plan {
  const condition =
    "(@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'logs')";
  return plan({
    changes: [
      create('contoso/production/web-shop', assignment('a1', roles.contributor, people.dana), {
        because: 'runs the shop',
      }),
      create(
        'contoso/sandbox/rg-lab/lab',
        assignment('a2', roles.custom, guid('d9'), lab, { principalType: 'Group' }),
      ),
      keep(
        'contoso/production/partner',
        existing('a3', roles.owner, people.agents, production, { principalType: 'ForeignGroup' }),
        true,
        { because: 'AOBO, earns credit' },
      ),
      keep('contoso/production/owner', existing('a4', roles.owner, people.lee)),
      update('contoso/production/logs', existing('a5', roles.reader, people.dana), condition),
      replace(
        'contoso/production/shop',
        existing('a6', roles.contributor, people.dana),
        assignment('a7', roles.reader, people.dana),
      ),
      remove(existing('a8', roles.contributor, people.lee), {
        dependsOn: ['azurerm_role_assignment.production_web-shop'],
      }),
    ],
    unmanaged: [
      unmanaged(existing('b1', roles.owner, people.kim)),
      unmanaged(existing('b2', roles.reader, guid('d8'), lab, { createdBy: guid('d7') })),
      unmanaged(
        existing('b3', roles.contributor, people.policy, production, { principalType: 'ServicePrincipal' }),
        'policy-identity',
        policyStanding,
      ),
      unmanaged(existing('b4', roles.reader, people.kim), 'direct', acceptedStanding),
      unmanaged(
        existing(
          'b5',
          roles.owner,
          people.lee,
          scope('/providers/Microsoft.Management/managementGroups/contoso-root'),
        ),
        'inherited',
        { standing: 'outside' },
      ),
    ],
    unread: [unread],
    diagnostics: [
      diagnostic('exception_review_due', {
        customer: 'contoso',
        constructPath: 'contoso/production/managed/backup',
        source: { file: 'stacks/customers/contoso.ts', line: 20 },
        detail:
          'The exception "runs its own backups, CHG-4711" was to be reviewed by 2026-09-01, and nobody has done so.',
        hint: 'Set a later day, or remove the exception:\n\n  tilldela plan contoso',
      }),
    ],
  });
}
