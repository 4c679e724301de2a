import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { SignJWT } from 'jose';
import { exampleWorld, startEmulator, type Emulator } from '../../src/emulator';
import { partnerFile, subscriptions, tenants } from './example';
import { emptyProject, type Project, type Ran } from './project';

export const ci = { clientId: 'e0e0e0e0-0006-4000-8000-000000000002', displayName: 'tilldela CI' };
const trust = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:northwind/access:environment:production',
  audiences: ['api://AzureADTokenExchange'],
};
const sam = 'sam@northwind.com';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuerKeys = [{ ...keys.publicKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'ci' }];

/** Trusts the token of `signedAssertion`. */
export const federatedCredential = { ...trust, issuerKeys };

const world = {
  ...exampleWorld,
  applications: [
    ...exampleWorld.applications,
    {
      appId: ci.clientId,
      displayName: ci.displayName,
      tenant: 'e0e0e0e0-0001-4000-8000-000000000001',
      clientSecrets: [],
      federatedCredentials: [federatedCredential],
    },
  ],
};

/** Contoso, with an application that applies unattended. */
const contosoFile = `import { application, CustomerStack, group, inTenant, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '${tenants.contoso}',
    subscriptions: { production: '${subscriptions.production}', sandbox: '${subscriptions.sandbox}' },
    reads: inTenant(),
    writes: inTenant(),
    automation: application('${ci.clientId}'),
  });
  const { production, sandbox } = contoso.subscriptions;
  production.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
  production.grant('readers', { to: group('Backup team'), role: 'Reader' });
  sandbox.resourceGroup('rg-lab').grant('lab', { to: group('Lab team'), role: 'Contributor' });
};
`;

export interface Reply {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into JSON
  readonly body: any;
}

/** A project with its own emulator, in which commands run as a person, as the application, or as the example's. */
export interface BootstrapStage {
  readonly project: Project;
  readonly emulator: Emulator;
  asPerson(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ran>;
  asCi(...args: readonly string[]): Promise<Ran>;
  /** As {@link asCi}, in a job with another subject. */
  asJob(subject: string, ...args: readonly string[]): Promise<Ran>;
  /** A plain request to Resource Manager with the application's token. */
  callAsCi(method: string, path: string, body?: object): Promise<Reply>;
  close(): Promise<void>;
}

export async function openBootstrapStage(): Promise<BootstrapStage> {
  const project = emptyProject({
    'stacks/partner.ts': partnerFile,
    'stacks/customers/contoso.ts': contosoFile,
  });
  const emulator = await startEmulator({ folder: project.path('.tilldela/emulator'), world });
  const assertion = await signedAssertion(trust.subject);
  const asJob = async (subject: string, ...args: readonly string[]) => {
    project.write('ci-token', await signedAssertion(subject));
    const environment = {
      TILLDELA_EMULATOR_CLIENT_ID: ci.clientId,
      TILLDELA_EMULATOR_TOKEN_FILE: project.path('ci-token'),
    };
    return project.runWith(environment, ...args);
  };
  const send = sender(emulator);
  const token = async (tenant: string, form: Record<string, string>): Promise<string> => {
    const { body } = await send(
      'POST',
      `/${tenant}/oauth2/v2.0/token`,
      {},
      new URLSearchParams(form).toString(),
    );
    return String(body.access_token);
  };
  return {
    project,
    emulator,
    asPerson: (args, environment = {}) =>
      project.runWith({ TILLDELA_EMULATOR_USER: sam, ...environment }, ...args),
    asJob,
    asCi: (...args) => asJob(trust.subject, ...args),
    async callAsCi(method, path, body) {
      const bearer = await token(tenants.contoso, {
        grant_type: 'client_credentials',
        client_id: ci.clientId,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        scope: 'https://management.azure.com/.default',
      });
      const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
      return send(method, path, headers, body && JSON.stringify(body));
    },
    close: () => emulator.close(),
  };
}

/** A token as GitHub Actions gives one to a job. */
export function signedAssertion(subject: string): Promise<string> {
  const pem = keys.privateKey.export({ format: 'pem', type: 'pkcs8' });
  return new SignJWT({ sub: subject, jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', kid: 'ci' })
    .setIssuer(trust.issuer)
    .setAudience(trust.audiences)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(createPrivateKey(pem));
}

function sender({ origin, caCertificate: ca }: Emulator) {
  return (method: string, path: string, headers: object, body?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const options = { method, ca, agent: false, headers: { ...form, ...headers } } as const;
      const sent = request(`${origin}${path}`, options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: text ? JSON.parse(text) : undefined }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
}
