import { exampleWorld } from '../../src/emulator';
import { id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const invitation = {
  invitedUserEmailAddress: 'Audit@Fabrikam-Audit.example',
  inviteRedirectUrl: 'https://portal.azure.com',
};

let client: Client;
beforeAll(async () => {
  const tenants = exampleWorld.tenants.map((tenant) =>
    tenant.id === id('0001', 1) ? { ...tenant, guestInviters: [id('0005', 1)] } : tenant,
  );
  client = await startClient({ world: { ...exampleWorld, tenants } });
});
afterAll(() => client.emulator.close());

const invite = async (body: object, token?: string): Promise<Reply> =>
  client.call('/v1.0/invitations', {
    method: 'POST',
    token: token ?? (await client.token('contoso.com')),
    body,
  });
const usersWith = async (filter: string): Promise<Reply['body']> => {
  const select = 'id,mail,otherMails,userType,userPrincipalName,displayName';
  const path = `/v1.0/users?$filter=${encodeURIComponent(filter)}&$select=${select}`;
  return (await client.call(path, { token: await client.token('contoso.com') })).body.value;
};

it('11.21 makes a guest of whoever has the address, once', async () => {
  const { status, body } = await invite(invitation);
  expect([status, body]).toEqual([
    201,
    expect.objectContaining({
      ...invitation,
      '@odata.context': expect.stringContaining('#invitations/$entity'),
      invitedUserType: 'Guest',
      status: 'PendingAcceptance',
      sendInvitationMessage: false,
      inviteRedeemUrl: expect.stringMatching(/^https:/),
      invitedUser: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    }),
  ]);
  const guest = {
    id: body.invitedUser.id,
    mail: 'Audit@Fabrikam-Audit.example',
    otherMails: ['Audit@Fabrikam-Audit.example'],
    userType: 'Guest',
    userPrincipalName: 'Audit_Fabrikam-Audit.example#EXT#@contoso.onmicrosoft.com',
    displayName: 'Audit',
  };
  const address = 'audit@fabrikam-audit.example';
  expect(await usersWith(`mail eq '${address}' and userType eq 'Guest'`)).toEqual([guest]);
  expect(await usersWith(`otherMails/any(m:m eq '${address}')`)).toEqual([guest]);
  expect(await usersWith(`otherMails/any(m:m eq 'x@${address}')`)).toEqual([]);

  const again = await invite({ ...invitation, invitedUserDisplayName: 'Somebody else' });
  expect([again.status, again.body.invitedUser.id]).toEqual([201, guest.id]);
  expect(await usersWith(`otherMails/any(m:m eq '${address}')`)).toEqual([guest]);
});

it('11.22 refuses who may not invite, and bodies that name nobody from outside', async () => {
  const others = [
    await client.token('tailspin.com'),
    await client.emulator.userToken('contoso.com', 'lee@contoso.com'),
  ];
  for (const token of others) {
    const { status, body } = await invite(invitation, token);
    expect([status, body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
  }
  const malformed: object[] = [
    {},
    { ...invitation, inviteRedirectUrl: undefined },
    { ...invitation, inviteRedirectUrl: 'nowhere' },
    { ...invitation, invitedUserEmailAddress: 'audit' },
    { ...invitation, invitedUserEmailAddress: 'a+b@x.example' },
    { ...invitation, invitedUserEmailAddress: 'dana@contoso.com' },
  ];
  const replies = [];
  for (const body of malformed) replies.push(await invite(body));
  expect(replies.map(({ status, body }) => [status, body.error.code])).toEqual(
    malformed.map(() => [400, 'BadRequest']),
  );
  expect(replies.at(-1)?.body.error.message).toContain(id('0003', 1));
});
