import { permissionFor, roleAssignmentOperations } from '../../catalogue';
import { lookupKey, subscriptionScope, type Guid } from '../../model';
import { connectPartner, createReader, type Reader } from '../../provider';
import { connectionOf } from '../connection-of';
import type { PlannedCustomer } from '../plan-customer';
import type { Target } from '../target';
import { rightsSteps } from './automation-rights';
import { consentStep } from './consent-step';
import { waiting, type Attempts, type Step } from './step';
import { trustStep, type Trust } from './trust-step';

export interface Steps {
  /** What has to be made. */
  readonly setUp: readonly Step[];
  /** What the application itself is told when it asks. */
  readonly check: Step;
}

/** What stands between a customer and unattended applies, as far as whoever asks may see. Reads only. */
export async function readSteps(
  entry: PlannedCustomer,
  { clientId, trust, target }: { readonly clientId: Guid; readonly trust: Trust; readonly target: Target },
  attempts: Attempts = new Map(),
): Promise<Steps> {
  const reader = createReader(connectionOf(entry, target));
  const lookup = { type: 'ServicePrincipal', clientId } as const;
  const [resolved, caller] = await Promise.all([reader.resolvePrincipals([lookup]), callerOf(reader)]);
  const servicePrincipal = resolved.found.get(lookupKey(lookup));
  const failure = resolved.failures.get(lookupKey(lookup));
  const isItself = caller?.kind === 'workload' && caller.name?.toLowerCase() === clientId;
  const by = {
    partner: connectPartner({ ...target, partnerTenant: entry.draft.declaration.partner.tenant }),
    // Who may sign in and where it is known is a person's to decide, whatever an application may do.
    mayMake: caller?.kind === 'person' && caller.hasSecondFactor !== false,
    attempts,
  };
  const isKnown = servicePrincipal !== undefined || failure?.code === 'principal_not_found';
  const rights = servicePrincipal
    ? rightsSteps(entry)
    : [waiting('Right to assign roles', 'It is given once the application is known in the tenant.')];
  return {
    setUp: [
      isKnown
        ? consentStep(entry, { clientId, servicePrincipal }, by)
        : waiting('Consent', failure?.detail ?? 'The directory did not answer.'),
      await trustStep({ clientId, trust, isItself }, by),
      ...rights,
    ],
    check: await checkStep(entry, reader, isItself),
  };
}

async function callerOf({ writer }: Reader) {
  const subject = await writer.subject();
  return typeof subject === 'object' ? subject : undefined;
}

async function checkStep(
  { customer, draft: { declaration } }: PlannedCustomer,
  { writer }: Reader,
  isItself: boolean,
): Promise<Step> {
  const title = 'Check';
  if (!isItself)
    return {
      ...waiting(title, 'Only the application itself can see whether all works. In the CI:'),
      lines: [`tilldela bootstrap ${customer}`],
    };
  const missing: string[] = [];
  for (const [alias, id] of Object.entries(declaration.subscriptions)) {
    const permissions = await writer.permissionsAt(subscriptionScope(id));
    const { write, delete: remove } = roleAssignmentOperations;
    const may = (operation: string) => permissions && permissionFor(operation, { permissions }) !== 'no';
    if (!may(write) || !may(remove)) missing.push(alias);
  }
  return missing.length === 0
    ? { title, standing: 'done', detail: 'The application signed in, and Azure lets it assign roles.' }
    : waiting(
        title,
        `The application signed in. Azure does not let it assign roles in ${missing.join(', ')} yet.`,
      );
}
