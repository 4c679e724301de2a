import { idKey } from '../world/cloud';
import { graphAudiencesOf, armAudiencesOf, isOneOf } from './audience';
import { fail } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

/** Client ids of the resources, which consents name. Source: learn.microsoft.com/troubleshoot/entra, "verify first-party apps" */
const armAppId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
const graphAppId = '00000003-0000-0000-c000-000000000000';

/**
 * An application that a partner consented to on the customer's behalf gets people's tokens only for the resources that
 * the consent names. Others are taken to have been consented to for everything.
 * Source: https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis
 */
export function checkConsent(
  { context, home }: TokenRequest,
  clientId: string,
  resource: string,
): Outcome<true> {
  const consent = home.objects.applicationConsents.get(idKey(clientId));
  if (!consent) return { found: true };
  const granted = consent.applicationGrants.map((grant) => idKey(grant.enterpriseApplicationId));
  const isFor = (audiences: readonly string[], appId: string): boolean =>
    isOneOf(resource, audiences) && granted.includes(appId);
  const { origin } = context;
  if (isFor(armAudiencesOf(origin), armAppId) || isFor(graphAudiencesOf(origin), graphAppId)) {
    return { found: true };
  }
  return fail(
    400,
    'invalid_grant',
    65001,
    `The user or administrator has not consented to use the application with ID '${clientId}' named ` +
      `'${consent.displayName}'. Send an interactive authorization request for this user and resource.`,
  );
}
