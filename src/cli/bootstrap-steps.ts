import { permissionFor, roleAssignmentOperations } from '../catalogue';
import { createGraphClient, credentialFor, isAzureError, listFederatedCredentials } from '../azure';
import type { FederatedCredential } from '../azure';
import { lookupKey, subscriptionScope, type Cloud, type Guid } from '../model';
import { createReader } from '../provider';
import { consentLine, federationLine, type BootstrapStep } from '../report';
import { rightsSteps } from './automation-rights';
import { connectionOf } from './connection-of';
import type { PlannedCustomer } from './plan-customer';
import type { Target } from './target';

/** Whose tokens the application is to trust. */
export interface Trust {
  readonly issuer: string;
  /** Undefined where any will do. */
  readonly subject: string | undefined;
  readonly audience: string;
}

export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** "Important considerations and restrictions for federated identity credentials", learn.microsoft.com */
export const audiences: Readonly<Record<Cloud, string>> = {
  emulator: 'api://AzureADTokenExchange',
  public: 'api://AzureADTokenExchange',
  usgovernment: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
};

/** What stands between a customer and unattended applies, as far as whoever asks may see. Reads only. */
export async function readSteps(
  entry: PlannedCustomer,
  { clientId, trust, target }: { readonly clientId: Guid; readonly trust: Trust; readonly target: Target },
): Promise<readonly BootstrapStep[]> {
  const reader = createReader(connectionOf(entry, target));
  const lookup = { type: 'ServicePrincipal', clientId } as const;
  const [resolved, subject] = await Promise.all([
    reader.resolvePrincipals([lookup]),
    reader.writer.subject(),
  ]);
  const federated = await readTrust(entry, clientId, target);
  const servicePrincipal = resolved.found.get(lookupKey(lookup));
  const failure = resolved.failures.get(lookupKey(lookup));
  const isItself =
    typeof subject === 'object' && subject.kind === 'workload' && subject.name?.toLowerCase() === clientId;
  const isAbsent = failure?.code === 'principal_not_found';
  const rights = servicePrincipal
    ? rightsSteps(entry)
    : [waiting('Right to assign roles', 'It is given once the application is known in the tenant.')];
  return [
    isAbsent || servicePrincipal
      ? consentStep(entry, clientId, servicePrincipal, target)
      : waiting('Consent', failure?.detail ?? 'The directory did not answer.'),
    trustStep(clientId, trust, federated, isItself),
    ...rights,
    await checkStep(entry, reader, isItself),
  ];
}

function waiting(title: string, detail: string): BootstrapStep {
  return { title, standing: 'waits', detail };
}

function consentStep(
  { customer, draft: { declaration } }: PlannedCustomer,
  clientId: Guid,
  servicePrincipal: Guid | undefined,
  { environment: { loginEndpoint, partnerCenterEndpoint } }: Target,
): BootstrapStep {
  const title = 'Consent';
  if (servicePrincipal)
    return {
      title,
      standing: 'done',
      detail: `The application ${clientId} is known in the tenant, as the service principal ${servicePrincipal}.`,
    };
  const { tenant } = declaration.customer;
  return {
    title,
    standing: 'by-others',
    detail: `The tenant of ${customer} does not know the application ${clientId}. Its Global Administrator opens the address, or somebody of the partner with a GDAP role that may consent runs the line.`,
    lines: [
      `${loginEndpoint}/${tenant}/adminconsent?client_id=${clientId}`,
      consentLine(partnerCenterEndpoint, tenant, clientId),
    ],
  };
}

/** The application is registered in the partner's tenant: one trust serves all customers. */
async function readTrust(
  { draft: { declaration } }: PlannedCustomer,
  clientId: Guid,
  { environment, secret, login }: Target,
): Promise<readonly FederatedCredential[] | undefined> {
  const tenantId = declaration.partner.tenant;
  // A login of its own: the SDK would hand out what it keeps of a person's sign-in to the customer's tenant.
  const credential = credentialFor(environment, tenantId, secret ?? (login && { ...login }));
  try {
    return await listFederatedCredentials(createGraphClient({ environment, tenantId, credential }), clientId);
  } catch (error) {
    if (isAzureError(error)) return undefined;
    throw error;
  }
}

function trustStep(
  clientId: Guid,
  { issuer, subject, audience }: Trust,
  found: readonly FederatedCredential[] | undefined,
  isItself: boolean,
): BootstrapStep {
  const title = 'Trust in the CI';
  const trusted = found?.find(
    (each) =>
      each.issuer === issuer &&
      each.audiences.includes(audience) &&
      (subject === undefined || each.subject === subject),
  );
  if (isItself && !found) {
    const detail =
      'The application signed in. What it trusts is kept in your own tenant, where it may not look.';
    return { title, standing: 'done', detail };
  }
  if (trusted)
    return { title, standing: 'done', detail: `The application trusts ${trusted.subject} of ${issuer}.` };
  const why = found
    ? `The application trusts no ${subject ?? 'subject'} of ${issuer}.`
    : 'What the application trusts could not be read, which takes Application.Read.All in your tenant.';
  const named = subject ?? 'repo:ORGANISATION/REPOSITORY:environment:ENVIRONMENT';
  return {
    title,
    standing: 'by-others',
    detail: `${why} Whoever may change the application in your own tenant runs this, once for all customers.`,
    lines: [federationLine(clientId, { issuer, subject: named, audience })],
  };
}

/** What the application itself is told when it asks. */
async function checkStep(
  { customer, draft: { declaration } }: PlannedCustomer,
  { writer }: Pick<ReturnType<typeof createReader>, 'writer'>,
  isItself: boolean,
): Promise<BootstrapStep> {
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
