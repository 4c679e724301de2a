import { generateKeyPairSync } from 'node:crypto';
import { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
import { SignJWT } from 'jose';
import { exampleWorld } from '../../src/emulator';
import { application, id, startClient } from './emulator-client';
import type { Client } from './emulator-client';

let client: Client;
const pipeline = generateKeyPairSync('rsa', { modulusLength: 2048 });
const federated = {
  issuer: 'https://pipeline',
  subject: 'main',
  audiences: ['api://AzureADTokenExchange'],
  issuerKeys: [{ ...pipeline.publicKey.export({ format: 'jwk' }), kty: 'RSA' }],
};
const world = {
  ...exampleWorld,
  applications: exampleWorld.applications.map((each) => ({ ...each, federatedCredentials: [federated] })),
};
beforeAll(async () => (client = await startClient({ world })));
afterAll(() => client.emulator.close());

function credential(secret = application.secret): ClientSecretCredential {
  return new ClientSecretCredential(id('0001', 1), application.clientId, secret, {
    authorityHost: client.emulator.origin,
    disableInstanceDiscovery: true,
    additionallyAllowedTenants: ['*'],
    tlsOptions: { ca: client.emulator.caCertificate },
    retryOptions: { maxRetries: 0 },
  });
}

const subscription = `/subscriptions/${id('0002', 1)}?api-version=2022-12-01`;

it('gets a token that Azure Resource Manager takes', async () => {
  const { token, expiresOnTimestamp } = await credential().getToken(`${client.emulator.origin}/.default`);
  expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 3000 * 1000);
  const reply = await client.call(subscription, { token });
  expect([reply.status, reply.body.displayName]).toEqual([200, 'Contoso production']);
});

it('gets a token that Graph takes and Azure Resource Manager does not', async () => {
  const { token } = await credential().getToken('https://graph.microsoft.com/.default');
  const groups = await client.call('/v1.0/groups', { token });
  expect(groups.body.value).toHaveLength(2);
  const refused = await client.call(subscription, { token });
  expect(refused.body.error.code).toBe('InvalidAuthenticationTokenAudience');
});

it('gets a token of another tenant', async () => {
  const scope = `${client.emulator.origin}/.default`;
  const { token } = await credential().getToken(scope, { tenantId: id('0001', 2) });
  const reply = await client.call('/tenants?api-version=2022-12-01', { token });
  expect(reply.body.value[0].displayName).toBe('Fabrikam');
});

it('passes on why sign-in failed', async () => {
  await expect(credential('wrong').getToken(`${client.emulator.origin}/.default`)).rejects.toThrow(
    /AADSTS7000215/,
  );
});

it('3.5 signs in by the token of a pipeline', async () => {
  const assertion = (): Promise<string> =>
    new SignJWT({ iss: federated.issuer, sub: federated.subject, aud: federated.audiences })
      .setProtectedHeader({ alg: 'RS256' })
      .setExpirationTime('5m')
      .sign(pipeline.privateKey);
  const signIn = new ClientAssertionCredential(id('0001', 1), application.clientId, assertion, {
    authorityHost: client.emulator.origin,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: client.emulator.caCertificate },
  });
  const { token } = await signIn.getToken(`${client.emulator.origin}/.default`);
  expect((await client.call(subscription, { token })).status).toBe(200);
});
