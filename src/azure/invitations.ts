import { z } from 'zod';
import type { Guid } from '../model';
import { guid } from './answer-schema';
import type { AzureClient } from './azure-client';
import { MalformedAnswerError } from './errors';

/** Of the API that invites, within Microsoft Graph. */
export const invitationsPath = '/v1.0/invitations';

/** What is sent to invite somebody, who gets mail with a link that leads them to the portal. */
export function invitationOf(mail: string) {
  return {
    invitedUserEmailAddress: mail,
    inviteRedirectUrl: 'https://portal.azure.com',
    sendInvitationMessage: true,
  };
}

/**
 * Invites somebody to the directory whose token the client has; object id of the guest. It takes User.Invite.All and,
 * of people, a directory role such as Guest Inviter.
 * Source: https://learn.microsoft.com/graph/api/invitation-post
 */
export async function inviteGuest(graph: AzureClient, mail: string): Promise<Guid> {
  const answer = answerSchema.safeParse(await graph.post(invitationsPath, {}, invitationOf(mail)));
  if (answer.success) return answer.data.invitedUser.id;
  const request = { method: 'POST', url: graph.urlOf(invitationsPath, {}) } as const;
  throw new MalformedAnswerError(request, 'an invitation without the id of the guest');
}

const answerSchema = z.object({ invitedUser: z.object({ id: guid }) });
