import { lookupsOf, resolveConfiguration, type DirectoryAnswers } from '../configuration';
import type { Diagnostic } from '../diagnostics';
import type { Cloud, Guid } from '../model';
import { planChanges, type Plan } from '../plan';
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
  const { draft, lock } = synthesized;
  const provider = providerFor(synthesized, target);
  const [refreshed, resolved] = await Promise.all([
    provider.refresh(Object.values(draft.declaration.subscriptions)),
    provider.resolvePrincipals(lookupsOf(draft)),
  ]);
  const answers: DirectoryAnswers = new Map<string, Guid | Diagnostic>([
    ...resolved.found,
    ...resolved.failures,
  ]);
  const { desired, diagnostics } = resolveConfiguration(draft, answers, asOf);
  const plan = planChanges({
    desired,
    actual: refreshed.actual,
    lock,
    cloud,
    asOf,
    configurationDigest: draft.digest,
    diagnostics: [...diagnostics, ...refreshed.diagnostics],
  });
  return { ...synthesized, plan, provider };
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
