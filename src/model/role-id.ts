import { parseGuid, type Guid } from './guid';
import { subscriptionOf, withPlainSlashes, type Scope } from './scope';

const roleDefinitionPattern = /^(?:\/.+)?\/providers\/microsoft\.authorization\/roledefinitions\/([^/]+)$/i;

/** The guid of a role definition id in any of Azure's forms: bare, below a subscription, below `/providers`. */
export function parseRoleDefinitionGuid(text: string): Guid | undefined {
  return parseGuid(text) ?? parseGuid(roleDefinitionPattern.exec(withPlainSlashes(text))?.[1] ?? '');
}

/** The id in the form Azure lists at `scope`: rooted at the subscription at and below one, at `/providers` above. */
export function roleDefinitionIdAt(scope: Scope, role: Guid): string {
  const subscriptionId = subscriptionOf(scope);
  const root = subscriptionId ? `/subscriptions/${subscriptionId}` : '';
  return `${root}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}
