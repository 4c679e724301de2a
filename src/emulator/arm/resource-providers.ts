import type { Answer } from '../http/exchange';
import { requireAccess } from './access/require-access';
import { gatewayRefusal } from './arm-authentication';
import type { ArmRequest } from './arm-request';
import { objectWritten } from '../world/change';
import type { SubscriptionState } from '../world/cloud';
import { armPage } from './arm-page';
import { subscriptionPlace } from './scope';

/** The providers that a subscription knows, with the types of each. The first needs no registration. */
const known: Readonly<Record<string, { readonly types: readonly string[]; readonly isFree?: boolean }>> = {
  'Microsoft.Authorization': { types: ['roleAssignments'], isFree: true },
  'Microsoft.Resources': { types: ['subscriptions', 'resourceGroups'], isFree: true },
  'Microsoft.ManagedServices': { types: ['registrationDefinitions', 'registrationAssignments'] },
  'Microsoft.Management': { types: ['managementGroups'] },
  'Microsoft.ResourceGraph': { types: ['resources'], isFree: true },
};

const readProvider = 'Microsoft.Resources/subscriptions/providers/read';

/** `GET /subscriptions/{id}/providers`: Terraform's azurerm reads it before anything else. */
export function listProviders(request: ArmRequest, found: SubscriptionState): Answer {
  requireAccess(request, { action: readProvider }, subscriptionPlace(found));
  const namespaces = [...new Set([...Object.keys(known), ...registeredIn(found)])];
  return { status: 200, body: armPage(request, namespaces, (namespace) => render(found, namespace)) };
}

/** `GET /subscriptions/{id}/providers/{namespace}` */
export function getProvider(request: ArmRequest, found: SubscriptionState, namespace: string): Answer {
  const name = canonical(namespace);
  requireAccess(request, { action: readProvider }, subscriptionPlace(found));
  return { status: 200, body: render(found, name) };
}

/** `POST /subscriptions/{id}/providers/{namespace}/register`: done at once, where Azure takes a minute. */
export function registerProvider(request: ArmRequest, found: SubscriptionState, namespace: string): Answer {
  const value = { subscription: found.subscription.id, namespace: canonical(namespace) };
  const action = `${value.namespace}/register/action`;
  requireAccess(request, { action }, subscriptionPlace(found));
  request.context.ledger.record(objectWritten(found.home, 'registeredProviders', value));
  return { status: 200, body: render(found, value.namespace) };
}

/** Any provider of Microsoft's is taken to exist: the world has no resources. */
function canonical(namespace: string): string {
  const name = Object.keys(known).find((candidate) => candidate.toLowerCase() === namespace.toLowerCase());
  if (name !== undefined) return name;
  if (/^microsoft\.[a-z0-9.]{1,60}$/i.test(namespace)) return namespace;
  throw gatewayRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
}

function registeredIn({ home, subscription }: SubscriptionState): readonly string[] {
  return [...home.objects.registeredProviders.values()]
    .filter((provider) => provider.subscription === subscription.id)
    .map((provider) => provider.namespace);
}

function render(found: SubscriptionState, namespace: string) {
  const { types = [], isFree = false } = known[namespace] ?? {};
  const isRegistered =
    isFree || registeredIn(found).some((name) => name.toLowerCase() === namespace.toLowerCase());
  return {
    id: `/subscriptions/${found.subscription.id}/providers/${namespace}`,
    namespace,
    registrationState: isRegistered ? 'Registered' : 'NotRegistered',
    registrationPolicy: isFree ? 'RegistrationFree' : 'RegistrationRequired',
    resourceTypes: types.map((resourceType) => ({
      resourceType,
      locations: [],
      apiVersions: resourceType === 'roleAssignments' ? ['2022-04-01'] : [],
    })),
  };
}
