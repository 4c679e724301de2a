import { lookupsOf, resolveConfiguration, type DirectoryAnswers } from '../configuration';
import type { Diagnostic } from '../diagnostics';
import {
  registrationAssignmentId,
  registrationDefinitionId,
  type ActualState,
  type Cloud,
  type DesiredState,
  type Guid,
  type Lock,
  type PimKind,
} from '../model';
import { planChanges, type Plan, type PlanInput } from '../plan';
import { createReader, type DescribedPrincipals, type Reader } from '../provider';
import { connectionOf } from './connection-of';
import { judgePlan } from './making';
import type { SynthesizedCustomer } from './synthesis';
import type { Target } from './target';

export interface PlannedCustomer extends SynthesizedCustomer {
  readonly plan: Plan;
}

export type Resolved = ReturnType<typeof resolveConfiguration>;

/**
 * Reads what the customer's Azure has and plans. Never writes. `instead` is for a plan of something else than what the
 * file declares.
 */
export async function planCustomer(
  synthesized: SynthesizedCustomer,
  target: Target,
  cloud: Cloud,
  asOf: string,
  instead: (declared: Resolved) => Resolved = (declared) => declared,
): Promise<PlannedCustomer> {
  const { draft, lock, conflicts, removalsRefused } = synthesized;
  const reader = createReader(connectionOf(synthesized, target));
  const [refreshed, resolved] = await Promise.all([
    reader.refresh(
      Object.values(draft.declaration.subscriptions),
      Object.values(draft.declaration.managementGroups),
    ),
    reader.resolvePrincipals(lookupsOf(draft)),
  ]);
  const answers: DirectoryAnswers = new Map<string, Guid | Diagnostic>([
    ...resolved.found,
    ...resolved.failures,
  ]);
  const { desired, diagnostics } = instead(resolveConfiguration(draft, answers, asOf));
  const registrations = await readRegistrations(desired, lock, reader);
  const pim = await readPimAssignments(desired, reader);
  const declared = await describeDeclared(refreshed, desired, reader);
  const actual = {
    ...refreshed.actual,
    principals: new Map([...refreshed.actual.principals, ...declared.principals]),
    ...registrations.actual,
    ...pim.actual,
  };
  const plan = planChanges({
    desired,
    actual,
    lock,
    cloud,
    asOf,
    configurationDigest: draft.digest,
    ...(removalsRefused && { removalsRefused }),
    diagnostics: [
      ...conflicts,
      ...diagnostics,
      ...refreshed.diagnostics,
      ...declared.warnings,
      ...registrations.diagnostics,
      ...pim.diagnostics,
    ],
  });
  return { ...synthesized, plan: await judgePlan(plan, desired, actual, reader) };
}

/** What Azure has of the delegations that are declared or were; nothing is asked where there are none. */
async function readRegistrations(
  { registrations: { definitions, assignments } }: DesiredState,
  { made }: Lock,
  reader: Reader,
): Promise<{
  readonly actual: Pick<ActualState, 'registrations'>;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const madeAs = (type: string) => made.filter((entry) => entry.type === type).map(({ id }) => id);
  const ids = {
    definitions: [
      ...definitions.map(({ registration }) => registrationDefinitionId(registration)),
      ...madeAs('azurerm_lighthouse_definition'),
    ],
    assignments: [
      ...assignments.map(({ registration }) => registrationAssignmentId(registration)),
      ...madeAs('azurerm_lighthouse_assignment'),
    ],
  };
  if (ids.definitions.length + ids.assignments.length === 0) return { actual: {}, diagnostics: [] };
  const { known, diagnostics } = await reader.readRegistrations(ids);
  return { actual: { registrations: known }, diagnostics };
}

/** What Azure has of what is declared under Privileged Identity Management; nothing is asked where that is nothing. */
async function readPimAssignments(
  { pimAssignments }: DesiredState,
  reader: Reader,
): Promise<{
  readonly actual: Pick<ActualState, 'pimAssignments'>;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const read = (kind: PimKind) =>
    reader.readPimAssignments(
      kind,
      pimAssignments[kind].map(({ assignment }) => assignment),
    );
  const [eligible, active] = await Promise.all([read('eligible'), read('active')]);
  return {
    actual: { pimAssignments: { eligible: eligible.known, active: active.known } },
    diagnostics: [...eligible.diagnostics, ...active.diagnostics],
  };
}

/**
 * What the directory knows of those who are to get access and have none yet. It is not asked again where it has not
 * answered, nor where nothing can be planned.
 */
async function describeDeclared(
  { actual, diagnostics }: Pick<PlanInput, 'actual' | 'diagnostics'>,
  { grants, pimAssignments }: DesiredState,
  reader: Reader,
): Promise<DescribedPrincipals> {
  const isAnswering = diagnostics?.every(({ code }) => code !== 'directory_unread') ?? true;
  const isRead = [...actual.subscriptions, ...actual.managementGroups].some(
    ({ status }) => status === 'read',
  );
  if (!isAnswering || !isRead) return { principals: new Map(), warnings: [] };
  const unknown = [
    ...grants.filter(({ ended }) => !ended),
    ...[...pimAssignments.eligible, ...pimAssignments.active].filter(
      ({ standing }) => standing === 'declared',
    ),
  ]
    .map(({ assignment }) => assignment)
    .filter(({ principalType }) => principalType !== 'ForeignGroup' && principalType !== 'Device')
    .map(({ principalId }) => principalId)
    .filter((id) => !actual.principals.has(id));
  return unknown.length === 0
    ? { principals: new Map(), warnings: [] }
    : reader.describePrincipals([...new Set(unknown)]);
}
