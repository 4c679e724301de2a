import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  applyPlan,
  lockAfterApply,
  lockBeforeApply,
  openJournal,
  readLockFile,
  writeLockFile,
  type ApplyOptions,
  type ApplyResult,
  type Journal,
  type JournalEntry,
} from '../../src/apply';
import { emulatorEnvironment } from '../../src/azure';
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
  type RoleAssignment as WorldAssignment,
  type World,
} from '../../src/emulator';
import {
  assignmentName,
  keyOf,
  type ActualState,
  type DesiredGrant,
  type DesiredState,
  type Guid,
  type PrincipalType,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import { createProvider, type Provider } from '../../src/provider';
import { clientOf } from '../emulator/emulator-client';
import { readActual } from '../faults/read-actual';
import { simulateTime, type SimulatedTime } from '../faults/simulated-time';

const guid = (kind: number, number: number): Guid =>
  `00000${kind}00-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;

export const tenant = guid(1, 1);
export const partner = guid(1, 2);
export const owner = guid(7, 1);
const subscription = guid(2, 1);
export const dana = guid(3, 1);
export const lee = guid(3, 2);
export const labTeam = guid(4, 1);
export const adminAgents = guid(4, 9);
const automation = { appId: guid(6, 1), secret: 'only-for-tests' };

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
export const roles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' as Guid,
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c' as Guid,
  blobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1' as Guid,
};
export const condition = (letter: string): string =>
  `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '${letter}'`;

export const at = (below = ''): Scope => `/subscriptions/${subscription}${below}` as Scope;
export const group = (name: string): Scope => at(`/resourceGroups/${name}`);

export interface Access {
  readonly to?: Guid;
  readonly as?: PrincipalType;
  readonly role?: Guid;
  readonly scope?: Scope;
  readonly condition?: string;
}

function assignment(access: Access): RoleAssignment {
  const content = {
    tenantId: tenant,
    scope: access.scope ?? at(),
    role: access.role ?? roles.reader,
    principalId: access.to ?? dana,
    principalType: access.as ?? ('User' as const),
    ...(access.condition !== undefined && { condition: access.condition, conditionVersion: '2.0' }),
  };
  return { ...content, name: assignmentName(owner, keyOf(content as RoleAssignment)) };
}

export function grant(name: string, access: Access = {}): DesiredGrant {
  return {
    address: `azurerm_role_assignment.${name}`,
    constructPath: `contoso/${name}`,
    assignment: assignment(access),
    ended: false,
  };
}

/** An assignment that Azure has before anything is applied: ours, or by hand under the name with this number. */
export function present(access: Access, byHand?: number): WorldAssignment {
  const { name, scope, role, principalId, principalType, condition, conditionVersion } = assignment(access);
  return {
    name: byHand === undefined ? name : guid(8, byHand),
    scope,
    roleDefinitionId: role,
    principalId,
    principalType,
    ...(condition !== undefined && { condition, conditionVersion: conditionVersion ?? null }),
  };
}

/** Owner, from above: no scope of the customer's own has it. */
const letsAutomationIn: WorldAssignment = {
  name: guid(8, 999),
  scope: `/providers/Microsoft.Management/managementGroups/${tenant}`,
  roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  principalId: guid(5, 1),
  principalType: 'ServicePrincipal',
};

function world(roleAssignments: readonly WorldAssignment[]): World {
  const user = (id: Guid, name: string) => ({
    id,
    displayName: name,
    userPrincipalName: `${name}@contoso.com`,
  });
  return {
    tenants: [
      {
        id: partner,
        displayName: 'Partner',
        domains: ['partner.example'],
        groups: [{ id: adminAgents, displayName: 'AdminAgents' }],
      },
      {
        id: tenant,
        displayName: 'Contoso',
        domains: ['contoso.onmicrosoft.com'],
        resellers: [partner],
        users: [user(dana, 'dana'), user(lee, 'lee')],
        groups: [{ id: labTeam, displayName: 'Lab team' }],
        servicePrincipals: [{ id: guid(5, 1), appId: automation.appId, displayName: 'tilldela' }],
        subscriptions: [{ id: subscription, displayName: 'production', resourceGroups: ['rg-a', 'rg-b'] }],
        roleAssignments: [...roleAssignments, letsAutomationIn],
      },
    ],
    applications: [{ appId: automation.appId, displayName: 'tilldela', clientSecrets: [automation.secret] }],
  };
}

export interface Applied {
  readonly plan: Plan;
  readonly result: ApplyResult;
}

/** Where Linux keeps files in memory, so that no journal line waits for a disk. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

interface CarryOut extends Partial<ApplyOptions> {
  /** Comes between the apply and its journal. */
  readonly journalled?: (journal: Journal) => Journal;
}

/** One customer, its Azure over real HTTPS, its lock file and journal. */
export class Stage {
  readonly folder = mkdtempSync(path.join(memory, 'tilldela-apply-'));
  readonly journalFile = path.join(this.folder, 'journal', 'contoso.jsonl');
  readonly lockFile = path.join(this.folder, 'contoso.emulator.lock.json');
  #runs = 0;
  #replan = (): Promise<Plan> => Promise.reject(new Error('nothing was planned yet'));

  private constructor(
    private readonly emulator: Emulator,
    readonly time: SimulatedTime,
    readonly provider: Provider,
  ) {}

  /** Waiting costs no time: it puts the clock of this Azure forward. */
  static async open(
    roleAssignments: readonly WorldAssignment[] = [],
    options: Partial<EmulatorOptions> = {},
  ): Promise<Stage> {
    const time = simulateTime();
    const now = () => new Date(time.now());
    const emulator = await startEmulator({ world: world(roleAssignments), pageSize: 3, now, ...options });
    const provider = createProvider({
      environment: emulatorEnvironment(emulator, { timing: time }),
      partnerTenant: partner,
      customerTenant: tenant,
      reads: 'in-tenant',
      writes: 'in-tenant',
      secret: { clientId: automation.appId, clientSecret: automation.secret },
    });
    return new Stage(emulator, time, provider);
  }

  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Lines of the emulator's fault script. */
  async misbehave(...faults: readonly object[]): Promise<void> {
    const body = faults.map((fault) => JSON.stringify(fault)).join('\n');
    const { status } = await this.#control('faults', { method: 'POST', body });
    if (status !== 200) throw new Error('the emulator did not take the faults');
  }

  /** Takes back what `misbehave` said. */
  async behave(): Promise<void> {
    await this.#control('faults', { method: 'DELETE' });
  }

  /** `PUT 201 <last part of the path>` for each request that wrote. */
  async writes(): Promise<string[]> {
    return (await this.requests())
      .filter(({ method }) => method === 'PUT' || method === 'DELETE')
      .map(({ method, target, status }) => `${method} ${status} ${target.split('?')[0]?.split('/').at(-1)}`);
  }

  async requests(): Promise<{ method: string; target: string; status: number }[]> {
    const { body } = await this.#control('requests', {});
    const lines = String(body).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as { method: string; target: string; status: number });
  }

  async #control(name: string, call: { method?: string; body?: string }) {
    const headers = { 'x-emulator-key': this.emulator.controlKey };
    return clientOf(this.emulator).call(`/_emulator/${name}`, { headers, ...call });
  }

  /** What Azure has, as a plan is made from it. */
  async read(grants: readonly DesiredGrant[], parts: Partial<DesiredState> = {}): Promise<ActualState> {
    return (await readActual(this.provider, desiredState(grants, parts), this.readLock())).actual;
  }

  readLock = () => readLockFile(this.lockFile, 'contoso', 'emulator');

  async plan(grants: readonly DesiredGrant[], parts: Partial<DesiredState> = {}): Promise<Plan> {
    this.#replan = () => this.plan(grants, parts);
    return planChanges({
      desired: desiredState(grants, parts),
      actual: await this.read(grants, parts),
      lock: this.readLock(),
      cloud: 'emulator',
      asOf: '2026-06-01T12:00:00Z',
      configurationDigest: 'digest',
    });
  }

  /** As the command does it: lock file, changes with their journal, lock file. */
  async carryOut(
    plan: Plan,
    { journalled = (journal) => journal, ...parts }: CarryOut = {},
  ): Promise<ApplyResult> {
    const lock = lockBeforeApply(this.readLock(), plan, [
      { alias: 'production', subscriptionId: subscription },
    ]);
    writeLockFile(this.lockFile, lock);
    const now = () => new Date(this.time.now());
    const journal = openJournal(this.journalFile, `run-${++this.#runs}`, now);
    try {
      const timing = { attempts: 3, delay: 1_000, removalLag: 60_000, ...this.time };
      const options = {
        writer: this.provider,
        journal: journalled(journal),
        concurrency: 4,
        timing,
        replan: this.#replan,
      };
      const result = await applyPlan(plan, { ...options, ...parts });
      writeLockFile(this.lockFile, await lockAfterApply(lock, plan, result, this.provider));
      return result;
    } finally {
      journal.close();
    }
  }

  async apply(grants: readonly DesiredGrant[], parts: Partial<DesiredState> = {}): Promise<Applied> {
    const plan = await this.plan(grants, parts);
    return { plan, result: await this.carryOut(plan) };
  }

  /** What Azure has, one line each, as it answers itself: `dana reader rg-a name [condition]`. */
  async inAzure(): Promise<string[]> {
    const { actual } = await this.provider.refresh([subscription]);
    const [reading] = actual.subscriptions;
    if (reading?.status !== 'read') throw new Error('the subscription could not be read');
    return reading.assignments
      .filter(({ scope }) => scope.startsWith(at()))
      .map(describe)
      .sort();
  }

  journal(): JournalEntry[] {
    const lines = readFileSync(this.journalFile, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as JournalEntry);
  }
}

function desiredState(grants: readonly DesiredGrant[], parts: Partial<DesiredState>): DesiredState {
  return {
    customer: 'contoso',
    tenantId: tenant,
    partner: { tenantId: partner, owner, previousOwners: [], otherOwners: [], adminAgents },
    ownership: 'owned-only',
    reads: 'in-tenant',
    writes: 'in-tenant',
    subscriptions: [{ alias: 'production', subscriptionId: subscription }],
    grants,
    ignore: [],
    accept: [],
    exceptions: [],
    managementGroups: [],
    roleDefinitions: [],
    pimAssignments: { eligible: [], active: [] },
    registrations: { definitions: [], assignments: [] },
    principalNames: new Map(),
    ...parts,
  };
}

/** An assignment in a few words. */
function describe(each: RoleAssignment): string {
  const principal =
    { [dana]: 'dana', [lee]: 'lee', [labTeam]: 'lab team' }[each.principalId] ?? each.principalId;
  const [role] = Object.entries(roles).find(([, id]) => id === each.role) ?? [each.role];
  const place = each.scope.split('/').at(-1) === subscription ? 'subscription' : each.scope.split('/').at(-1);
  const isOurs = each.name === assignmentName(owner, keyOf(each));
  const letter = each.condition && ` if '${each.condition.at(-2)}'`;
  return `${principal} ${role} ${place} ${isOurs ? 'ours' : each.name.slice(-2)}${letter ?? ''}`;
}
