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
});
