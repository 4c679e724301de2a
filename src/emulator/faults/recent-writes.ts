import { Refusal } from '../http/refusal';
import type { Ledger } from '../store/ledger';
import { idKey } from '../world/cloud';
import type { StoredRoleAssignment, TenantState } from '../world/cloud';
import type { Change } from '../world/change';

/** What has happened to role assignments lately, and what is still on its way. */
export interface RecentWrites {
  /** When an assignment was made through this emulator in this run. */
  madeAt(home: TenantState, name: string): number | undefined;
  /** The ledger, for a request that may delete with a delay. */
  ledgerFor(pending: PendingDeletes | undefined): Ledger;
  /** Carries out the deletes whose time has come. */
  land(): void;
}

export interface PendingDeletes {
  readonly mode: 'refuse' | 'disappear';
  readonly seconds: number;
}

interface PendingDelete {
  readonly mode: PendingDeletes['mode'];
  readonly tenant: string;
  readonly deleted: StoredRoleAssignment;
  /** Milliseconds. */
  readonly landsAt: number;
}

type RoleAssignmentWritten = Extract<Change, { kind: 'roleAssignmentWritten' }>;

export function watchWrites(ledger: Ledger, now: () => Date): RecentWrites {
  const made = new Map<string, number>();
  let pending: PendingDelete[] = [];
  const find = (tenant: string, name: string): StoredRoleAssignment | undefined =>
    ledger.cloud.tenants.get(idKey(tenant))?.roleAssignments.get(idKey(name));

  const written = (change: RoleAssignmentWritten): void => {
    const { tenant, value } = change;
    const isInTheWay = (each: PendingDelete): boolean =>
      each.mode === 'refuse' && each.tenant === tenant && isSame(each.deleted, value);
    if (!find(tenant, value.name)) {
      if (pending.some(isInTheWay)) throw stillExists(value);
      made.set(keyOf(tenant, value.name), now().getTime());
    }
    ledger.record(change);
  };
  const record = (change: Change, delay: PendingDeletes | undefined): void => {
    if (change.kind === 'roleAssignmentWritten') return written(change);
    const deleted = change.kind === 'roleAssignmentDeleted' ? find(change.tenant, change.name) : undefined;
    ledger.record(change);
    if (!deleted || !delay) return;
    const landsAt = now().getTime() + delay.seconds * 1000;
    pending.push({ mode: delay.mode, tenant: change.tenant, deleted, landsAt });
  };
  return {
    madeAt: (home, name) => made.get(keyOf(home.tenant.id, name)),
    ledgerFor: (delay) => ({ ...ledger, record: (change) => record(change, delay) }),
    land() {
      const due = pending.filter(({ landsAt }) => landsAt <= now().getTime());
      if (due.length === 0) return;
      pending = pending.filter((each) => !due.includes(each));
      for (const each of due.filter(({ mode }) => mode === 'disappear')) dropAgain(ledger, each);
    },
  };
}

/** What was written while the delete was on its way goes with it. */
function dropAgain(ledger: Ledger, { tenant, deleted }: PendingDelete): void {
  const assignments = ledger.cloud.tenants.get(idKey(tenant))?.roleAssignments.values() ?? [];
  for (const { name } of [...assignments].filter((each) => isSame(each, deleted))) {
    ledger.record({ kind: 'roleAssignmentDeleted', tenant, name });
  }
}

function isSame(one: StoredRoleAssignment, other: StoredRoleAssignment): boolean {
  const triple = ({ scope, roleDefinitionId, principalId }: StoredRoleAssignment): string =>
    idKey([scope, roleDefinitionId, principalId].join(' '));
  return idKey(one.name) === idKey(other.name) || triple(one) === triple(other);
}

function stillExists({ name }: StoredRoleAssignment): Refusal {
  return new Refusal(
    409,
    'RoleAssignmentExists',
    'The role assignment already exists. The ID of the existing role assignment is ' +
      `${name.replaceAll('-', '')}.`,
  );
}

function keyOf(tenant: string, name: string): string {
  return idKey(`${tenant} ${name}`);
}
