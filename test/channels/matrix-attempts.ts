import { randomUUID } from 'node:crypto';
import type { PrincipalType } from '../../src/model';
import type { Change } from '../../src/plan';
import { assignmentsPath, roleAt, type Client, type Reply } from '../emulator/emulator-client';
import * as there from './matrix-world';

/** One change, and how it is tried. */
export interface Attempt {
  readonly what: string;
  readonly change: Change;
  /** With the actor's token; leaves everything as it was. */
  readonly make: (token: string) => Promise<Reply>;
}

interface Assigned {
  readonly scope: string;
  readonly role: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly delegatedManagedIdentityResourceId?: string;
  readonly condition?: string;
  readonly conditionVersion?: string;
}

type Send = (method: 'PUT' | 'DELETE', path: string, token: string, properties?: object) => Promise<Reply>;

/** What an attempt is made with: `owner` may do everything, and sets the stage. */
interface Stage {
  readonly send: Send;
  readonly owner: string;
}

const places = {
  sub: there.sub,
  rg: there.rg,
  resource: `${there.rg}/providers/Microsoft.Storage/storageAccounts/st1`,
  above: there.top,
  other: there.otherSub,
};
const principals: readonly (readonly [string, string, PrincipalType])[] = [
  ['group', there.readers, 'Group'],
  ['user', there.dana, 'User'],
  ['identity', there.policyIdentity, 'ServicePrincipal'],
];
const givenRoles = ['reader', 'contributor', 'owner', 'userAccessAdministrator'] as const;
const toGroup = { principalId: there.readers, principalType: 'Group' } as const;

/** Every kind of change that a plan makes, at every kind of scope, of roles that give access and roles that do not. */
export function attemptsWith(client: Client, owner: string): Attempt[] {
  const send: Send = (method, path, token, properties) =>
    client.call(path, { method, token, ...(properties && { body: { properties } }) });
  const stage = { send, owner };
  return [
    ...assignments().flatMap(({ what, access }) => [
      creating(stage, what, access),
      deleting(stage, what, access),
    ]),
    deleting(stage, 'contributor for an identity whose resource is named at rg', managed),
    ...Object.entries(places).map(([place, scope]) => updating(stage, place, scope)),
    ...[there.builtIn.reader, there.builtIn.owner].map((role) => replacing(stage, role)),
    ...(['create', 'delete'] as const).flatMap((action) => [
      definingRole(stage, action),
      ...[there.sub, there.rg, there.otherSub].map((scope) => makingEligible(stage, action, scope)),
      offering(stage, action),
      delegating(stage, action),
    ]),
  ];
}

function assignments(): { what: string; access: Assigned }[] {
  const given = Object.entries(places).flatMap(([place, scope]) =>
    principals.flatMap(([principal, principalId, principalType]) =>
      givenRoles.map((role) => ({
        what: `${role} for a ${principal} at ${place}`,
        access: { scope, role: there.builtIn[role], principalId, principalType },
      })),
    ),
  );
  const locked = there.locks.map(({ scope, level }) => ({
    what: `reader for a group under ${level}`,
    access: { scope, role: there.builtIn.reader, ...toGroup },
  }));
  return [...given, ...locked];
}

const managed: Assigned = {
  scope: there.rg,
  role: there.builtIn.contributor,
  principalId: there.policyIdentity,
  principalType: 'ServicePrincipal',
  delegatedManagedIdentityResourceId: `${there.rg}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`,
};

function put({ send }: Stage, path: string, access: Assigned, token: string): Promise<Reply> {
  const { scope, role, ...rest } = access;
  const roleDefinitionId = roleAt(scope.startsWith('/sub') ? scope : '', role);
  return send('PUT', path, token, { roleDefinitionId, ...rest });
}

/** With the locks of the scope taken off, so that the stage can be set and cleared. */
async function unlocked(
  { send, owner }: Stage,
  access: Assigned,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const lock = there.locks.find(({ scope }) => scope === access.scope);
  if (!lock) return work();
  const path = `${lock.scope}/providers/Microsoft.Authorization/locks/${lock.name}?api-version=2020-05-01`;
  await send('DELETE', path, owner);
  const reply = await work();
  await send('PUT', path, owner, { level: lock.level });
  return reply;
}

async function must(reply: Promise<Reply>): Promise<void> {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`The stage could not be set: ${status} ${JSON.stringify(body)}`);
}

function creating(stage: Stage, what: string, access: Assigned): Attempt {
  const { send, owner } = stage;
  return {
    what: `give ${what}`,
    change: assignmentChange('create', { after: access }),
    async make(token) {
      const path = assignmentsPath(access.scope, randomUUID());
      const reply = await put(stage, path, access, token);
      if (reply.status === 201) await unlocked(stage, access, () => send('DELETE', path, owner));
      return reply;
    },
  };
}

function deleting(stage: Stage, what: string, access: Assigned): Attempt {
  const { send, owner } = stage;
  return {
    what: `take ${what}`,
    change: assignmentChange('delete', { before: access }),
    async make(token) {
      const name = randomUUID();
      const path = assignmentsPath(access.scope, name, `&tenantId=${there.customer}`);
      await must(
        unlocked(stage, access, () => put(stage, assignmentsPath(access.scope, name), access, owner)),
      );
      const reply = await send('DELETE', path, token);
      if (reply.status !== 200) await unlocked(stage, access, () => send('DELETE', path, owner));
      return reply;
    },
  };
}

/** Another condition on what is there. */
function updating(stage: Stage, place: string, scope: string): Attempt {
  const before = { scope, role: there.builtIn.reader, ...toGroup };
  const after = { ...before, condition: "@Resource[a:b] StringEquals 'c'", conditionVersion: '2.0' };
  return {
    what: `change the condition of reader at ${place}`,
    change: assignmentChange('update', { before, after }),
    async make(token) {
      const path = assignmentsPath(scope, randomUUID());
      await must(put(stage, path, before, stage.owner));
      const reply = await put(stage, path, after, token);
      await must(stage.send('DELETE', path, stage.owner));
      return reply;
    },
  };
}

/** Another role in the place of contributor: the new one is given, then the old one is taken. */
function replacing(stage: Stage, role: string): Attempt {
  const before = { scope: there.sub, role: there.builtIn.contributor, ...toGroup };
  const after = { ...before, role };
  const { send, owner } = stage;
  return {
    what: `replace contributor at sub by ${role}`,
    change: assignmentChange('replace', { before, after }),
    async make(token) {
      const [old, made] = [randomUUID(), randomUUID()].map((name) => assignmentsPath(there.sub, name)) as [
        string,
        string,
      ];
      await must(put(stage, old, before, owner));
      const given = await put(stage, made, after, token);
      const taken = given.status < 300 ? await send('DELETE', old, token) : given;
      await Promise.all([send('DELETE', old, owner), send('DELETE', made, owner)]);
      return taken;
    },
  };
}

/** A thing with a path of its own, that is made and removed as it is. */
function thing(
  { send, owner }: Stage,
  action: 'create' | 'delete',
  { path, properties }: { readonly path: string; readonly properties: object },
): (token: string) => Promise<Reply> {
  return async (token) => {
    if (action === 'delete') await must(send('PUT', path, owner, properties));
    const reply = await send(action === 'delete' ? 'DELETE' : 'PUT', path, token, properties);
    await send('DELETE', path, owner);
    return reply;
  };
}

function definingRole(stage: Stage, action: 'create' | 'delete'): Attempt {
  const properties = { roleName: 'Made', assignableScopes: [there.sub], permissions: [] };
  const definition = { ...properties, scope: there.sub };
  const path = `${roleAt(there.sub, '99999999-0000-4000-8000-000000000001')}?api-version=2022-04-01`;
  return {
    what: `${action} a role at sub`,
    change: changeOf('azurerm_role_definition', action, sides(action, definition)),
    make: thing(stage, action, { path, properties }),
  };
}

function makingEligible({ send, owner }: Stage, action: 'create' | 'delete', scope: string): Attempt {
  const role = there.builtIn.reader;
  const ask = (requestType: string, token: string): Promise<Reply> => {
    const path = `${scope}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests/${randomUUID()}?api-version=2020-10-01`;
    return send('PUT', path, token, {
      principalId: there.readers,
      roleDefinitionId: roleAt(scope, role),
      requestType,
      justification: 'x',
      ...(requestType === 'AdminAssign' && {
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P30D' } },
      }),
    });
  };
  return {
    what: `${action} eligibility for reader at ${scope}`,
    change: changeOf(
      'azurerm_pim_eligible_role_assignment',
      action,
      sides(action, { scope, role, principalId: there.readers }),
    ),
    async make(token) {
      if (action === 'delete') await must(ask('AdminAssign', owner));
      const reply = await ask(action === 'delete' ? 'AdminRemove' : 'AdminAssign', token);
      await ask('AdminRemove', owner);
      return reply;
    },
  };
}

const offerName = '99999999-0000-4000-8000-000000000002';
const offered = (type: string, name: string): string =>
  `${there.sub}/providers/Microsoft.ManagedServices/${type}/${name}`;
const version = '?api-version=2022-10-01';
const offer = {
  registrationDefinitionName: 'Made',
  managedByTenantId: there.partner,
  authorizations: [{ principalId: there.adminAgents, roleDefinitionId: there.builtIn.reader }],
};

/** An offer by Azure Lighthouse that nobody took yet. */
function offering(stage: Stage, action: 'create' | 'delete'): Attempt {
  return {
    what: `${action} an offer at sub`,
    change: changeOf('azurerm_lighthouse_definition', action, sides(action, { scope: there.sub })),
    make: thing(stage, action, {
      path: `${offered('registrationDefinitions', offerName)}${version}`,
      properties: offer,
    }),
  };
}

/** The offer taken for a resource group. */
function delegating(stage: Stage, action: 'create' | 'delete'): Attempt {
  const definition = offered('registrationDefinitions', offerName);
  const make = thing(stage, action, {
    path: `${there.rg}/providers/Microsoft.ManagedServices/registrationAssignments/${offerName}${version}`,
    properties: { registrationDefinitionId: definition },
  });
  return {
    what: `${action} a delegation of rg`,
    change: changeOf('azurerm_lighthouse_assignment', action, sides(action, { scope: there.rg })),
    async make(token) {
      await must(stage.send('PUT', `${definition}${version}`, stage.owner, offer));
      const reply = await make(token);
      await must(stage.send('DELETE', `${definition}${version}`, stage.owner));
      return reply;
    },
  };
}

function sides(action: 'create' | 'delete', subject: object): object {
  return action === 'create' ? { after: subject } : { before: subject };
}

function assignmentChange(action: Change['action'], given: object): Change {
  return changeOf('azurerm_role_assignment', action, given);
}

function changeOf(type: Change['type'], action: Change['action'], given: object): Change {
  return { type, address: `${type}.x`, dependsOn: [], action, ...given } as unknown as Change;
}
