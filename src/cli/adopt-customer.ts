import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockBeforeApply, writeLockFile } from '../apply';
import {
  fillCustomerFile,
  lookupsFor,
  type FilledFile,
  type FoundAccess,
  type FoundAssignment,
} from '../authoring';
import { knownRoles, listedRoles, type KnownRoles } from '../catalogue';
import { lookupsOf, resolveConfiguration, type ConfigurationDraft } from '../configuration';
import { diagnostic, DiagnosticError, fail, hasErrors, type Diagnostic } from '../diagnostics';
import { managedScopes, type ActualState, type CalendarDate, type Cloud, type Guid } from '../model';
import { isAssignmentChange, planChanges, type Plan } from '../plan';
import { createReader, type Reader } from '../provider';
import { connectionOf } from './connection-of';
import { draftOf } from './customer-draft';
import type { CustomerFile, Project } from './project';
import type { RoleBook } from './role-book';
import { lockPath, type SynthesizedCustomer } from './synthesis';
import type { Target } from './target';

/** What all adoptions of a run share. */
export interface AdoptionRun {
  readonly project: Project;
  readonly cloud: Cloud;
  readonly target: Target;
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly roleBook: RoleBook;
}

export interface AdoptedCustomer {
  readonly customer: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly grants: number;
  /** How many assignments the file mentions and does not declare. */
  readonly leftOut: number;
  /** Why something about them could not be read. */
  readonly warnings: readonly Diagnostic[];
}

/** True for a file that declares a customer and nothing about anybody's access. */
export function isSkeleton({ draft }: SynthesizedCustomer): boolean {
  return draft.resources.length === 0 && draft.definitions.length === 0;
}

/**
 * Writes what the customer's Azure has into its file, which must be a skeleton, and records it in the lock file. Changes
 * nothing in Azure. Throws a DiagnosticError; the file is then as it was.
 */
export async function adoptCustomer(
  file: CustomerFile,
  skeleton: SynthesizedCustomer,
  run: AdoptionRun,
): Promise<AdoptedCustomer> {
  if (hasErrors(skeleton.conflicts)) throw new DiagnosticError(skeleton.conflicts);
  const reader = createReader(connectionOf(skeleton, run.target));
  const { subscriptions, managementGroups } = skeleton.draft.declaration;
  const { actual, diagnostics } = await reader.refresh(
    Object.values(subscriptions),
    Object.values(managementGroups),
  );
  const customer: Customer = { file, skeleton, reader, actual };
  refuseUnread(customer.file.customer, diagnostics);
  const before = await planOf(customer, skeleton.draft, run);
  refuseErrors(before);
  const found = await describe(customer, before, run);
  const filled = fillCustomerFile(readFileSync(file.file, 'utf8'), found);
  if ('problem' in filled) return refuseForm(file.customer, filled.problem);
  await replaceIfUnchanging(customer, filled, run);
  const warnings = diagnostics.map((warning) => ({ ...warning, customer: file.customer }));
  return {
    customer: file.customer,
    file: path.relative(run.project.folder, file.file),
    grants: filled.grants,
    leftOut: filled.leftOut.length,
    warnings,
  };
}

interface Customer {
  readonly file: CustomerFile;
  readonly skeleton: SynthesizedCustomer;
  readonly reader: Reader;
  readonly actual: ActualState;
}

/** A draft against what was read. Names that were asked for once are not asked for again. */
async function planOf(
  { skeleton, reader, actual }: Customer,
  draft: ConfigurationDraft,
  { cloud, asOf }: AdoptionRun,
): Promise<Plan> {
  const { found, failures } = await reader.resolvePrincipals(lookupsOf(draft));
  const answers = new Map<string, Guid | Diagnostic>([...found, ...failures]);
  const { desired, diagnostics } = resolveConfiguration(draft, answers, asOf);
  const { lock } = skeleton;
  return planChanges({ desired, actual, lock, cloud, asOf, configurationDigest: draft.digest, diagnostics });
}

/** What the skeleton's plan found, with the names of people and roles. */
async function describe(
  { skeleton, reader, actual }: Customer,
  plan: Plan,
  { roleBook, asOf }: AdoptionRun,
): Promise<FoundAccess> {
  const { partner, customer } = skeleton.draft.declaration;
  const assignments = assignmentsIn(plan, actual);
  const { principals } = actual;
  const roles = await learnRoles(customer.tenant, assignments, { plan, reader, roleBook });
  const { found: named } = await reader.resolvePrincipals(lookupsFor({ assignments, principals }));
  return {
    partner,
    subscriptions: plan.subscriptions,
    managementGroups: plan.managementGroups,
    assignments,
    principals,
    named,
    roles,
    foundOn: asOf.slice(0, 10) as CalendarDate,
  };
}

/** What no rule of the skeleton speaks of; what is ours and was declared once is in the plan as a removal. */
function assignmentsIn(plan: Plan, { principals }: ActualState): FoundAssignment[] {
  const unmanaged = plan.unmanaged.filter(
    ({ standing }) => standing !== 'ignored' && standing !== 'accepted',
  );
  const removals = plan.changes.flatMap((change): FoundAssignment[] => {
    if (!isAssignmentChange(change) || change.action !== 'delete') return [];
    const isOrphan = principals.get(change.before.principalId) === 'missing';
    return [{ assignment: change.before, origin: isOrphan ? 'orphan' : 'direct' }];
  });
  return [...unmanaged, ...removals];
}

/** Grants name roles, so those that nobody knows by name are learnt, as `roles refresh` does. */
async function learnRoles(
  tenantId: Guid,
  assignments: readonly FoundAssignment[],
  { plan, reader, roleBook }: { plan: Plan; reader: Reader; roleBook: RoleBook },
): Promise<KnownRoles> {
  const known = () => knownRoles(listedRoles(roleBook.file, tenantId));
  if (assignments.some(({ assignment }) => !known().find(assignment.role)))
    roleBook.learn(tenantId, await reader.listRoles(managedScopes(plan).map(({ scope }) => scope)));
  return known();
}

/**
 * Replaces the file by one that was planned beside it and changes nothing. The lock is written after the file, as an adopted
 * assignment without a grant would be planned for removal; an apply makes up for a lock that is missing.
 */
async function replaceIfUnchanging(
  customer: Customer,
  { text, grants }: Extract<FilledFile, { text: string }>,
  run: AdoptionRun,
): Promise<void> {
  const { project, cloud, roleBook } = run;
  const { lock } = customer.skeleton;
  const { customer: name, file } = customer.file;
  const draftFile = path.join(path.dirname(file), `_${name}.adopting.ts`); // the underscore makes it no customer's
  try {
    writeFileSync(draftFile, text);
    const roleFile = roleBook.file;
    const draft = await draftOf(project, { customer: name, file: draftFile }, { cloud, lock, roleFile });
    const plan = await planOf(customer, draft, run);
    refuseErrors(plan);
    const changes = plan.changes.filter(({ action }) => action !== 'no-op');
    if (changes.length > 0 || plan.changes.length !== grants) refuseChanges(plan, changes);
    renameSync(draftFile, file);
    writeLockFile(lockPath(project, name, cloud), lockBeforeApply(lock, plan, plan.subscriptions));
  } catch (error) {
    throw error instanceof DiagnosticError ? withoutLines(error) : error;
  } finally {
    rmSync(draftFile, { force: true });
  }
}

/** Lines of a file that is no longer there help nobody. */
function withoutLines({ diagnostics }: DiagnosticError): DiagnosticError {
  return new DiagnosticError(diagnostics.map((each) => ({ ...each, source: undefined })));
}

/** What was not read would be missing in the file, and names are half of what it is for. */
function refuseUnread(customer: string, diagnostics: readonly Diagnostic[]): void {
  const directory = diagnostics.find(({ code }) => code === 'directory_unread');
  if (!directory) return;
  fail('adoption_refused', {
    customer,
    detail: `${directory.detail} Who has access could not be called by name, nor orphans be told from people.`,
    hint: 'Give the identity that reads the role Directory Readers in the tenant of the customer, and adopt again.',
  });
}

function refuseErrors({ customer, diagnostics, unread }: Plan): void {
  const errors = [...unread.map((scope) => scope.diagnostic), ...diagnostics].filter((each) =>
    hasErrors([each]),
  );
  if (errors.length > 0) throw new DiagnosticError(errors.map((each) => ({ ...each, customer })));
}

function refuseForm(customer: string, problem: string): never {
  return fail('adoption_refused', {
    customer,
    detail: `Its file has another form than adopt can fill: ${problem}.`,
    hint: 'Give it the form of a new one, which this makes under another name:\n\ntilldela adopt NAME --tenant DOMAIN',
  });
}

function refuseChanges({ customer }: Plan, changes: Plan['changes']): never {
  const named = changes.slice(0, 3).map(({ action, address }) => `${action} ${address}`);
  throw new DiagnosticError([
    diagnostic('adoption_refused', {
      customer,
      detail: `What was written would not have declared exactly what was found (${named.join(', ') || 'grants are missing'}).`,
      hint: 'This is a defect in tilldela; please report it.',
    }),
  ]);
}
