import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { generate } from 'selfsigned';
import { exampleWorld } from '../../../src/emulator';
import { customer } from '../../../src/provider/protocol/data-sources/customer';
import { providerSchema } from '../../../src/provider/protocol/configuration';
import type { Values } from '../../../src/provider/protocol/values/value';
import { application, id } from '../../emulator/emulator-client';
import { dynamic, openStage, told, valuesOf, type Stage } from './stage';

jest.setTimeout(60_000);

const issuer = generateKeyPairSync('rsa', { modulusLength: 2048 });
const trusted = {
  issuer: 'https://pipeline',
  subject: 'main',
  audiences: ['api://AzureADTokenExchange'],
  issuerKeys: [{ ...issuer.publicKey.export({ format: 'jwk' }), kty: 'RSA' }],
};

let stage: Stage;
let folder: string;
let token: string;
let tokenFile: string;
beforeAll(async () => {
  const applications = exampleWorld.applications.map((each) => ({
    ...each,
    federatedCredentials: [trusted],
  }));
  stage = await openStage({ world: { ...exampleWorld, applications } });
  folder = mkdtempSync(path.join(tmpdir(), 'tilldela-protocol-login-'));
  token = await new SignJWT({ iss: trusted.issuer, sub: trusted.subject, aud: trusted.audiences })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime('5m')
    .sign(issuer.privateKey);
  tokenFile = fileWith('token', `${token}\n`);
});
afterAll(() => {
  stage.close();
  rmSync(folder, { recursive: true });
});

function fileWith(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Whose tenant is seen by a provider that has no secret but these, and every word that it says. */
async function signIn({
  variables = {},
  config = {},
}: {
  variables?: Record<string, string>;
  config?: Values;
}) {
  const provider = await stage.open({ ...stage.variables, ARM_CLIENT_SECRET: '', ...variables });
  stage.log.splice(0);
  const { diagnostics: atStart } = await provider.ask('ConfigureProvider', {
    config: dynamic(config, providerSchema),
  });
  const answer = await provider.ask('ReadDataSource', {
    typeName: 'tilldela_customer',
    config: dynamic({}, customer.schema),
  });
  const diagnostics = [...atStart, ...answer.diagnostics];
  const texts = [...diagnostics.map(({ detail }) => detail), ...stage.log].join('\n');
  return {
    tenant: valuesOf(answer.state, customer.schema)?.['tenant_id'],
    subscriptions: valuesOf(answer.state, customer.schema)?.['subscriptions'],
    problems: told(diagnostics),
    texts,
  };
}

const signedIn = {
  tenant: id('0001', 1),
  problems: [],
  subscriptions: expect.arrayContaining([expect.objectContaining({ subscription_id: id('0002', 1) })]),
};

describe('a federated token signs the application in', () => {
  it.each<[string, () => Parameters<typeof signIn>[0]]>([
    [
      'from the file that ARM_OIDC_TOKEN_FILE_PATH names',
      () => ({ variables: { ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN_FILE_PATH: tokenFile } }),
    ],
    ['from ARM_OIDC_TOKEN', () => ({ variables: { ARM_USE_OIDC: '1', ARM_OIDC_TOKEN: token } })],
    ['from the block', () => ({ config: { use_oidc: true, oidc_token_file_path: tokenFile } })],
  ])('%s', async (_, how) => {
    const { texts, ...seen } = await signIn(how());
    expect(seen).toEqual(signedIn);
    expect(texts).not.toContain(token);
  });

  it('and is not shown where Azure does not take it', async () => {
    const strange = `${token.slice(0, -8)}AAAAAAAA`;
    for (const variables of [
      { ARM_OIDC_TOKEN: strange },
      { ARM_OIDC_TOKEN_FILE_PATH: fileWith('strange', strange) },
    ]) {
      const { texts, tenant } = await signIn({ variables: { ARM_USE_OIDC: 'true', ...variables } });
      expect(tenant).toBeUndefined();
      expect(texts).toContain('AADSTS700027');
      expect(texts).not.toContain(strange);
    }
  });
});

it('a job of GitHub Actions asks where its variables say, and what it asks with is not shown', async () => {
  const variables = {
    ARM_USE_OIDC: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${stage.emulator.emulator.origin}/no-such-job`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token-of-the-job',
  };
  const { texts } = await signIn({ variables });
  expect(texts).toContain('GitHub gave no token for the job (status 401)');
  expect(texts).not.toContain('token-of-the-job');
});

it('what is missing is said at the argument', async () => {
  const absent = path.join(folder, 'absent');
  const cases: [Record<string, string>, string][] = [
    [{}, 'use_oidc: There is no token to sign in with.'],
    [{ ARM_OIDC_TOKEN: token, ARM_CLIENT_ID: '' }, 'client_id: Neither it nor ARM_CLIENT_ID is set'],
    [{ ARM_OIDC_TOKEN_FILE_PATH: absent }, `oidc_token_file_path: ${absent} cannot be read.`],
  ];
  for (const [variables, problem] of cases) {
    const { problems } = await signIn({ variables: { ARM_USE_OIDC: 'true', ...variables } });
    expect(problems[0]).toContain(problem);
  }
});

it("a certificate in azurerm's form is refused with the line that converts it", async () => {
  const file = fileWith('client.pfx', Buffer.from([0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03]));
  const { problems, texts } = await signIn({ variables: { ARM_CLIENT_CERTIFICATE_PATH: file } });
  expect(problems).toEqual([expect.stringContaining('client_certificate_path:')]);
  expect(texts).toContain(`openssl pkcs12 -in ${file} -out ${path.join(folder, 'client.pem')}`);
});

it('a PEM certificate with an encrypted key signs what is sent, and its password is not shown', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'tilldela' }], {
    keySize: 2048,
  });
  const passphrase = 'password-of-the-key';
  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  const config = {
    client_certificate_path: fileWith('client.pem', `${cert}\n${String(encrypted)}`),
    client_certificate_password: passphrase,
  };
  const besideAzurerms = {
    ARM_CLIENT_CERTIFICATE_PATH: fileWith('other.pfx', Buffer.of(0x30)),
    TILLDELA_CLIENT_CERTIFICATE_PATH: config.client_certificate_path,
    TILLDELA_CLIENT_CERTIFICATE_PASSWORD: passphrase,
  };
  for (const said of [{ config }, { variables: besideAzurerms }]) {
    const { texts } = await signIn(said);
    // The emulator knows no certificates, and names the issuer of what it was sent: the application itself.
    expect(texts).toContain(`assertion issuer '${application.clientId}'`);
    expect(texts).not.toContain(passphrase);
  }
});
