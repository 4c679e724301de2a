import { randomUUID } from 'node:crypto';
import { partnerRoles } from '../delegated-admin/partner-roles';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { idKey } from '../world/cloud';
import type { User } from '../world/world';
import { contextUrl } from './graph-request';
import type { GraphRequest } from './graph-request';
import { parseObject } from './json-body';

/**
 * Directory roles whose holders may invite, by template id: Guest Inviter, Directory Writers, User Administrator, Global
 * Administrator. Source: https://learn.microsoft.com/graph/api/invitation-post
 */
const invitingRoles = [
  '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  '9360feb5-f418-4baa-8175-e2a00bac4301',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '62e90394-69f5-4237-9190-012177145e10',
];

interface Invited {
  readonly email: string;
  readonly redirectUrl: string;
  readonly displayName: string | null;
  readonly sendsMessage: boolean;
}

/**
 * `POST invitations`: makes a guest of whoever has the address, or finds the one there is.
 * Source: https://learn.microsoft.com/graph/api/invitation-post
 *
 * @returns undefined when it is another path or method
 * @throws Refusal 403 for who may not invite; 400 for a bad body, and for an address of the tenant's own
 */
export function answerInvitations(request: GraphRequest): Answer | undefined {
  const [first = '', ...rest] = request.path;
  const { method, body } = request.exchange;
  if (first.toLowerCase() !== 'invitations' || rest.length > 0 || method !== 'POST') return undefined;
  if (!mayInvite(request)) {
    throw new Refusal(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
  const invited = readInvitation(body);
  const guest = findUser(request, invited.email) ?? addGuest(request, invited);
  if (guest.userType !== 'Guest') {
    throw badRequest(
      `The invited user already exists in the directory as object ID: ${guest.id}. They can use that account to sign in to shared apps and resources.`,
    );
  }
  return {
    status: 201,
    body: {
      '@odata.context': contextUrl(request, 'invitations/$entity'),
      ...rendered(request, invited, guest),
    },
  };
}

function mayInvite({ home, claims, context }: GraphRequest): boolean {
  const { globalAdministrators = [], guestInviters = [], id } = home.tenant;
  if ([...globalAdministrators, ...guestInviters].some((each) => idKey(each) === idKey(claims.objectId))) {
    return true;
  }
  return [...context.ledger.cloud.tenants.values()].some((partner) => {
    const roles = partnerRoles(partner, id, claims.objectId, context.now());
    return invitingRoles.some((role) => roles.has(role));
  });
}

function readInvitation(text: string): Invited {
  const body = parseObject(text);
  const { invitedUserEmailAddress: email, inviteRedirectUrl: redirectUrl } = body;
  const { invitedUserDisplayName: displayName, sendInvitationMessage } = body;
  if (typeof email !== 'string' || !/^[\w.-]+@[\w-]+(\.[\w-]+)+$/.test(email)) {
    throw badRequest('The invited user email address is missing or is no address.');
  }
  if (typeof redirectUrl !== 'string' || !URL.canParse(redirectUrl)) {
    throw badRequest('The invite redirect URL is missing or is no address.');
  }
  return {
    email,
    redirectUrl,
    displayName: typeof displayName === 'string' ? displayName : null,
    sendsMessage: sendInvitationMessage === true,
  };
}

function findUser({ home }: GraphRequest, email: string): User | undefined {
  const isTheirs = ({ userPrincipalName, mail, otherMails = [] }: User): boolean =>
    [userPrincipalName, mail, ...otherMails].some(
      (each) => each !== undefined && idKey(each) === idKey(email),
    );
  for (const principal of home.principals.values()) {
    if (principal.type === 'User' && isTheirs(principal.object)) return principal.object;
  }
  return undefined;
}

function addGuest({ home, context }: GraphRequest, { email, displayName }: Invited): User {
  const guest: User = {
    id: randomUUID(),
    displayName: displayName ?? email.split('@')[0] ?? email,
    userPrincipalName: `${email.replace('@', '_')}#EXT#@${home.tenant.domains[0]}`,
    mail: email,
    otherMails: [email],
    userType: 'Guest',
  };
  context.ledger.record(objectWritten(home, 'invitedUsers', guest));
  return guest;
}

function rendered({ home, context }: GraphRequest, invited: Invited, guest: User): object {
  const id = randomUUID();
  const redeemed = encodeURIComponent(`${context.origin}/redeem/?tenant=${home.tenant.id}&user=${id}`);
  return {
    id,
    inviteRedeemUrl: `${context.origin}/redeem?rd=${redeemed}`,
    invitedUserDisplayName: invited.displayName,
    invitedUserType: 'Guest',
    invitedUserEmailAddress: invited.email,
    sendInvitationMessage: invited.sendsMessage,
    resetRedemption: false,
    inviteRedirectUrl: invited.redirectUrl,
    status: 'PendingAcceptance',
    invitedUserMessageInfo: {
      messageLanguage: null,
      customizedMessageBody: null,
      ccRecipients: [{ emailAddress: { name: null, address: null } }],
    },
    invitedUser: { id: guest.id },
  };
}

function badRequest(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}
