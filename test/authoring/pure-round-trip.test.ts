import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { lockBeforeApply } from '../../src/apply';
import { customerSkeleton, fillCustomerFile, lookupsFor } from '../../src/authoring';
import { knownRoles, listedRoles, withTenant, emptyRoleFile, type RoleFile } from '../../src/catalogue';
import { draftOf } from '../../src/cli/customer-draft';
import { openProject } from '../../src/cli/project';
import { lookupsOf, resolveConfiguration } from '../../src/configuration';
import type { Tenant } from '../../src/emulator';
import {
  assignmentId,
  emptyLock,
  lookupKey,
  lookupName,
  type ActualState,
  type CalendarDate,
  type DirectoryLookup,
  type DirectoryObject,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type PrincipalKnowledge,
} from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import { partnerFile } from '../cli/example';
import { id } from '../emulator/emulator-client';
import { randomTenant } from './random-tenant';

jest.setTimeout(120_000);

const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-pure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cloud = 'emulator';
const asOf = '2026-11-22T08:00:00Z';
const partner = { adminAgents: id('0004', 0, 1) as Guid, helpdeskAgents: id('0004', 0, 2) as Guid };

/** What a directory would say of the tenant's objects. */
function directoryOf({
  users = [],
  groups = [],
  servicePrincipals = [],
}: Tenant): readonly DirectoryObject[] {
  return [
    ...users.map((user) => ({ ...user, type: 'User' as const, isGuest: user.userType === 'Guest' })),
    ...groups.map((group) => ({ ...group, type: 'Group' as const })),
    ...servicePrincipals.map((each) => ({ ...each, type: 'ServicePrincipal' as const })),
  ] as unknown as readonly DirectoryObject[];
}

/** Names that exactly one object bears, letter case aside. */
function answersOf(tenant: Tenant, lookups: readonly DirectoryLookup[]): Map<string, Guid> {
  const objects = directoryOf(tenant);
  return new Map(
    lookups.flatMap((lookup) => {
      const name = lookupName(lookup).toLowerCase();
      const bearers = objects.filter(
        ({ type, displayName, userPrincipalName }) =>
          type === lookup.type && (userPrincipalName ?? displayName).toLowerCase() === name,
      );
      return bearers.length === 1 && bearers[0] ? [[lookupKey(lookup), bearers[0].id]] : [];
    }),
  );
}

function actualOf(tenant: Tenant): ActualState {
  const tenantId = tenant.id as Guid;
  const all = (tenant.roleAssignments ?? []).map((each) => {
    const { roleDefinitionId: role, ...rest } = each;
    return { ...rest, role, tenantId, id: assignmentId(rest as never) } as unknown as ExistingRoleAssignment;
  });
  const directory = new Map(directoryOf(tenant).map((object) => [object.id, object]));
  const asked = all.filter(({ principalType }) => !['ForeignGroup', 'Device'].includes(principalType));
  return {
    subscriptions: (tenant.subscriptions ?? []).map((subscription) => ({
      status: 'read' as const,
      subscriptionId: subscription.id as Guid,
      assignments: all.filter(({ scope }) => scope === '/' || scope.includes(subscription.id)),
      activations: [],
    })),
    managementGroups: [],
    principals: new Map<Guid, PrincipalKnowledge>(
      asked.map(({ principalId }) => [principalId, directory.get(principalId) ?? 'missing']),
    ),
    roleNames: new Map(),
  };
}

function rolesOf(tenant: Tenant): RoleFile {
  const custom = (tenant.customRoles ?? []).map(({ roleName, ...role }) => {
    return { ...role, name: roleName, kind: 'custom' as const, description: '' };
  });
  return withTenant(emptyRoleFile, tenant.id as Guid, custom as never).file;
}

test('what is written of random access plans to nothing, with the lock that the adoption leaves', async () => {
  mkdirSync(path.join(folder, 'stacks', 'customers'), { recursive: true });
  writeFileSync(path.join(folder, 'cdktf.json'), '{"language":"typescript","app":"true"}');
  writeFileSync(path.join(folder, 'stacks', 'partner.ts'), partnerFile);
  const project = openProject(folder);
  const customer = 'contoso';
  const file = path.join(project.customersFolder, `${customer}.ts`);

  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 60 }), async (seed, assignments) => {
      const tenant = randomTenant({ number: 41, seed, subscriptions: 1 + (seed % 3), assignments });
      const [actual, roleFile, tenantId] = [actualOf(tenant), rolesOf(tenant), tenant.id as Guid];
      const planWith = async (lock: Lock): Promise<Plan> => {
        const draft = await draftOf(project, { customer, file }, { cloud, lock, roleFile });
        const { desired, diagnostics } = resolveConfiguration(
          draft,
          answersOf(tenant, lookupsOf(draft)),
          asOf,
        );
        expect(diagnostics).toEqual([]);
        return planChanges({ desired, actual, lock, cloud, asOf, configurationDigest: draft.digest });
      };
      const subscriptions = (tenant.subscriptions ?? []).map((each, index) => ({
        alias: `s${index}`,
        subscriptionId: each.id as Guid,
      }));
      writeFileSync(
        file,
        customerSkeleton({ customer, tenantId, subscriptions, reads: 'aobo', writes: 'aobo' }),
      );
      const empty = emptyLock(customer, cloud);
      const found = (await planWith(empty)).unmanaged;
      const filled = fillCustomerFile(readFileSync(file, 'utf8'), {
        partner,
        subscriptions,
        managementGroups: [],
        assignments: found,
        principals: actual.principals,
        named: answersOf(tenant, lookupsFor({ assignments: found, principals: actual.principals })),
        roles: knownRoles(listedRoles(roleFile, tenantId)),
        foundOn: '2026-11-22' as CalendarDate,
      });
      if ('problem' in filled) throw new Error(filled.problem);
      writeFileSync(file, filled.text);

      const adopting = await planWith(empty);
      const after = await planWith(lockBeforeApply(empty, adopting, adopting.subscriptions));
      expect(adopting.changes.filter(({ action }) => action !== 'no-op')).toEqual([]);
      expect(after.changes.map((change) => [change.action, 'adopting' in change && change.adopting])).toEqual(
        Array.from({ length: filled.grants }, () => ['no-op', false]),
      );
      expect(after.diagnostics).toEqual([]);
      // All is accounted for: nothing that was found is neither declared nor mentioned.
      expect(filled.grants + filled.leftOut.length).toBe(found.length);
      expect(after.unmanaged).toHaveLength(filled.leftOut.length);
    }),
    { numRuns: 40 },
  );
});
