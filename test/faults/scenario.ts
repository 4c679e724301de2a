import type { Tenant } from '../../src/emulator';
import type {
  AcceptRule,
  AdoptedAssignment,
  CalendarDate,
  DesiredState,
  Guid,
  IgnoreRule,
  MadeResource,
  ManagedManagementGroup,
  ManagedSubscription,
  Ownership,
  PrincipalType,
  RoleAssignment,
} from '../../src/model';
import type { FaultLine } from './random-faults';

/** One customer's Azure at the beginning, and what will be declared and go wrong. Everything follows from the seed. */
export interface Scenario {
  readonly seed: number;
  readonly customer: CustomerIds;
  readonly tenant: Tenant;
  readonly subscriptions: readonly ManagedSubscription[];
  readonly managementGroups: readonly ManagedManagementGroup[];
  readonly ownership: Ownership;
  /** By the key of the managed scope, where it differs. */
  readonly ownershipAt: ReadonlyMap<string, Ownership>;
  readonly ignore: readonly IgnoreRule[];
  readonly accept: readonly AcceptRule[];
  readonly initial: readonly Found[];
  readonly adopted: readonly AdoptedAssignment[];
  readonly made: readonly MadeResource[];
  readonly rounds: readonly Round[];
  /** One of its management groups has about as many assignments as Azure allows. */
  readonly isFull: boolean;
  /** Seconds that pass before the last, undisturbed apply: where there are any, nothing of before is still under way. */
  readonly restBeforeEnd: number;
}

/** One plan and apply that is disturbed. */
export interface Round {
  readonly grants: readonly DeclaredGrant[];
  readonly resources: DeclaredResources;
  /** Seconds that pass before the plan: a day at once, or none. */
  readonly rest: number;
  /** Somebody deletes the lock file before. */
  readonly losesLock: boolean;
  readonly whilePlanning: readonly FaultLine[];
  readonly whileApplying: readonly FaultLine[];
  /** The faults of this apply are still there while the next round plans. */
  readonly lingers: boolean;
  readonly ending: Ending | undefined;
  /** What somebody else does between plan and apply. */
  readonly interference: readonly Interference[];
  /** Seconds that pass between plan and apply; beyond the hour the tokens have expired. */
  readonly pause: number;
  readonly concurrency: number;
  /** At Azure's limit removals may come before the grants for which they make room. */
  readonly allowsRemovalsFirst: boolean;
  /** Seconds by which the client's clock is ahead of Azure's. */
  readonly skew: number;
}

/** How an apply ends before its end. */
export interface Ending {
  readonly kind: 'killed' | 'stopped';
  /** Journal lines and writes to Azure are steps, counted together from 0. */
  readonly step: number;
  /** Whether the step was taken. A journal line that was half written is `torn`. */
  readonly when: 'before' | 'torn' | 'after';
}

export type Interference =
  | { readonly kind: 'takes' | 'changes' | 'removes'; readonly which: number; readonly letter: string }
  | { readonly kind: 'adds'; readonly assignment: RoleAssignment };

export interface DeclaredGrant {
  readonly path: string;
  readonly access: Access;
  readonly until?: CalendarDate;
  /** Paths of the grants that come before it. */
  readonly dependsOn: readonly string[];
  readonly preventDestroy: boolean;
  readonly ignoresCondition: boolean;
}

/** What the customer file declares besides grants. */
export type DeclaredResources = Pick<DesiredState, 'roleDefinitions' | 'registrations' | 'pimAssignments'>;

export type Access = Omit<RoleAssignment, 'name'>;
export type Naming = 'ours' | 'previous' | 'other' | 'foreign' | 'adopted';

export interface Found {
  readonly naming: Naming;
  readonly assignment: RoleAssignment;
}

export interface CustomerIds {
  readonly tenant: Guid;
  readonly automation: Guid;
  readonly somebody: Guid;
  readonly principals: readonly (readonly [Guid, PrincipalType])[];
  readonly orphan: Guid;
  /** A group that alone gets custom roles, and that no rule speaks of: a role that somebody keeps cannot go. */
  readonly specialists: Guid;
  /** Who gets roles under Privileged Identity Management, and no other way. */
  readonly scheduled: Guid;
}

/** The same for all campaigns. */
export const partner = {
  tenant: fixedId(1),
  owner: fixedId(2),
  previousOwner: fixedId(3),
  otherOwner: fixedId(4),
  adminAgents: fixedId(5),
};
export const application = { appId: fixedId(6), secret: 'never "to" be & written+down' };

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const roles = [
  'acdd72a7-3385-48ef-bd42-f606fba81ae7', // Reader
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', // Storage Blob Data Reader
] as Guid[];
export const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' as Guid;

/** A day that is over, the first day of every campaign, and a day that no campaign lives to see the end of. */
export const days = ['2026-05-31', '2026-06-01', '2026-12-31'] as CalendarDate[];

export const paths = Array.from({ length: 9 }, (_, index) => `contoso/g${index}`);

function fixedId(number: number): Guid {
  return `f0000000-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;
}

/** An id that belongs to one campaign. */
export function idOf(seed: number, number: number): Guid {
  const hex = (seed >>> 0).toString(16).padStart(8, '0');
  return `${hex}-0000-4000-8000-${number.toString(16).padStart(12, '0')}` as Guid;
}

export function condition(letter: string): string {
  return `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '${letter}'`;
}

/** The same access with the condition of this letter, or with none. */
export function conditioned(
  { tenantId, scope, role, principalId, principalType, name }: RoleAssignment,
  letter: string,
): RoleAssignment {
  const access = { tenantId, scope, role, principalId, principalType, name };
  return letter === '' ? access : { ...access, condition: condition(letter), conditionVersion: '2.0' };
}
