import { lookupsOf, resolveConfiguration, type DirectoryAnswers } from '../configuration';
import type { Diagnostic } from '../diagnostics';
import type { ActualState, Cloud, DesiredState, Guid, Runner } from '../model';
import { planChanges, type Plan, type PlanInput } from '../plan';
import { createProvider, type Provider } from '../provider';
import type { SynthesizedCustomer } from './synthesis';
import type { Target } from './target';

/** A plan with what is needed to carry it out. */
export interface PlannedCustomer extends SynthesizedCustomer {
  readonly plan: Plan;
  readonly provider: Provider;
}

/** Reads what the customer's Azure has and plans. Never writes. */
export async function planCustomer(
  synthesized: SynthesizedCustomer,
  target: Target,
  cloud: Cloud,
  asOf: string,
): Promise<PlannedCustomer> {
  const { draft, lock, conflicts, removalsRefused } = synthesized;
  const provider = providerFor(synthesized, target);
  const [refreshed, resolved] = await Promise.all([
    provider.refresh(
      Object.values(draft.declaration.subscriptions),
      Object.values(draft.declaration.managementGroups),
    ),
    provider.resolvePrincipals(lookupsOf(draft)),
  ]);
  const answers: DirectoryAnswers = new Map<string, Guid | Diagnostic>([
    ...resolved.found,
    ...resolved.failures,
  ]);
  const { desired, diagnostics } = resolveConfiguration(draft, answers, asOf);
  const plan = planChanges({
    desired,
    actual: await withDeclaredPrincipals(refreshed, desired, provider),
    lock,
    cloud,
    asOf,
    configurationDigest: draft.digest,
    ...(removalsRefused && { removalsRefused }),
    diagnostics: [...conflicts, ...diagnostics, ...refreshed.diagnostics],
  });
  const runner = takesAccess(plan) ? await findRunner(desired, provider) : undefined;
  return { ...synthesized, plan: runner ? { ...plan, facts: { ...plan.facts, runner } } : plan, provider };
}

/**
 * The state with what the directory knows of those who are to get access and have none yet. It is not asked again where
 * it has not answered, nor where nothing can be planned.
 */
async function withDeclaredPrincipals(
  { actual, diagnostics }: Pick<PlanInput, 'actual' | 'diagnostics'>,
  { grants }: DesiredState,
  provider: Provider,
): Promise<ActualState> {
  const isAnswering = diagnostics?.every(({ code }) => code !== 'directory_unread') ?? true;
  const isRead = [...actual.subscriptions, ...actual.managementGroups].some(
    ({ status }) => status === 'read',
  );
  if (!isAnswering || !isRead) return actual;
  const unknown = grants
    .filter(({ ended }) => !ended)
    .map(({ assignment }) => assignment)
    .filter(({ principalType }) => principalType !== 'ForeignGroup' && principalType !== 'Device')
    .map(({ principalId }) => principalId)
    .filter((id) => !actual.principals.has(id));
  if (unknown.length === 0) return actual;
  const described = await provider.describePrincipals([...new Set(unknown)]);
  return { ...actual, principals: new Map([...actual.principals, ...described]) };
}

/** Only then does it matter whose access it is. */
function takesAccess({ changes }: Plan): boolean {
  return changes.some(({ action }) => action === 'delete' || action === 'replace' || action === 'update');
}

/** Over AOBO whoever signs in has access as a member of AdminAgents. */
async function findRunner(
  { subscriptions, writes, partner }: DesiredState,
  provider: Provider,
): Promise<Runner | undefined> {
  const found = await provider.findRunner(subscriptions.map(({ subscriptionId }) => subscriptionId));
  if (!found || writes !== 'aobo') return found;
  return { ...found, principals: [...new Set([...found.principals, partner.adminAgents])].sort() };
}

function providerFor({ draft }: SynthesizedCustomer, { environment, secret }: Target): Provider {
  const { customer, partner, reads, writes } = draft.declaration;
  return createProvider({
    environment,
    partnerTenant: partner.tenant,
    customerTenant: customer.tenant,
    reads,
    writes,
    ...(secret && { secret }),
  });
}
