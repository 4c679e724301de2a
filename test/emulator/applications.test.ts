import { exampleWorld } from '../../src/emulator';
import { application, applications, id, startClient } from './emulator-client';
import type { Client } from './emulator-client';

const trusted = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:northwind/access:environment:production',
  audiences: ['api://AzureADTokenExchange'],
};
const path = `/v1.0/applications(appId='${application.clientId}')/federatedIdentityCredentials`;

let client: Client;
beforeAll(async () => {
  const trusting = applications.map((each) => ({
    ...each,
    federatedCredentials: [{ ...trusted, issuerKeys: [] }],
  }));
  client = await startClient({ world: { ...exampleWorld, applications: trusting } });
});
afterAll(() => client.emulator.close());

describe('applications', () => {
  it('11.15 lists what an application trusts in its own tenant, without the keys of the issuer', async () => {
    const { status, body } = await client.call(path, { token: await client.token(id('0001', 0)) });
    expect([status, body.value]).toEqual([200, [expect.objectContaining(trusted)]]);
    expect(JSON.stringify(body)).not.toContain('issuerKeys');
  });

  it('11.15 does not know it in another tenant', async () => {
    const { status, body } = await client.call(path, { token: await client.token(id('0001', 1)) });
    expect([status, body.error.code]).toEqual([404, 'Request_ResourceNotFound']);
  });

  it('11.20 adds one for a Global Administrator, each name and each subject once, and nothing for others', async () => {
    const body = { ...trusted, name: 'ci', subject: 'repo:northwind/access:environment:staging' };
    const post = async (wanted: object, user = 'sam@northwind.com') => {
      const token = await client.emulator.userToken('northwind.com', user);
      return client.call(path, { method: 'POST', token, body: JSON.stringify(wanted) });
    };
    const token = await client.token(id('0001', 0));
    const refused = await client.call(path, { method: 'POST', token, body: JSON.stringify(body) });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'Authorization_RequestDenied']);

    expect(await post(body)).toMatchObject({ status: 201, body });
    const listed = await client.call(path, { token });
    expect(listed.body.value).toEqual([expect.anything(), expect.objectContaining(body)]);

    const taken = [body, { ...body, name: 'other' }, { ...trusted, name: 'ci-2' }];
    for (const each of taken) {
      const reply = await post(each);
      expect([reply.status, reply.body.error.code]).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue']);
    }
    const malformed = [
      [],
      { ...body, name: '' },
      { ...body, audiences: [] },
      { ...body, audiences: ['a', 'b'] },
    ];
    for (const each of malformed) expect((await post(each)).status).toBe(400);
    for (let number = 3; number <= 20; number++) {
      expect((await post({ ...body, name: `ci-${number}`, subject: `repo:${number}` })).status).toBe(201);
    }
    expect((await post({ ...body, name: 'ci-21', subject: 'repo:21' })).status).toBe(400);
  });
});
