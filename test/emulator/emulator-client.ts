import { Agent, request } from 'node:https';
import { exampleWorld, startEmulator } from '../../src/emulator';
import type { Emulator, EmulatorOptions, RoleAssignment, Tenant } from '../../src/emulator';

/** Parsed JSON of any shape: tests look into it. */
export type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when the answer had no body. */
  readonly body: Json;
}

interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when text, else as JSON. */
  readonly body?: unknown;
}

export interface Client {
  readonly emulator: Emulator;
  /** @param path from the origin, sent byte for byte */
  call(path: string, call?: Call): Promise<Reply>;
  /** A token of the example's automation. */
  token(tenant: string, resource?: string): Promise<string>;
}

export const application = {
  clientId: 'e0e0e0e0-0006-4000-8000-000000000001',
  secret: 'emulator-only-secret',
};

/** An id of the example world: `id('0001', 1)` is Contoso's tenant. */
export function id(kind: string, owner: number, number = 1): string {
  return `e0e0e0e0-${kind}-4000-8000-${String(owner).padStart(6, '0')}${String(number).padStart(6, '0')}`;
}

export const roles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
};

export function roleAt(scope: string, role: string): string {
  return `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}

export async function startClient(options: Partial<EmulatorOptions> = {}): Promise<Client> {
  const emulator = await startEmulator({ world: exampleWorld, ...options });
  return clientOf(emulator);
}

export function clientOf(emulator: Emulator): Client {
  const agent = new Agent({ keepAlive: true }); // the emulator closes its connections when it ends
  const call: Client['call'] = (path, options = {}) => send(emulator, agent, path, options);
  return {
    emulator,
    call,
    async token(tenant, resource = emulator.origin) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: application.clientId,
        client_secret: application.secret,
        scope: `${resource}/.default`,
      });
      const reply = await call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form.toString() });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return String(reply.body.access_token);
    },
  };
}

/** A tenant in which the example's automation is Owner of everything, root included, and what the test adds. */
export function tenantWith(number: number, rest: Partial<Tenant>): Tenant {
  return tenantOf(number, {
    ...rest,
    globalAdministrators: [...(rest.globalAdministrators ?? []), id('0005', number)],
    roleAssignments: [...(rest.roleAssignments ?? []), automationAtRoot(number)],
  });
}

/** A tenant in which the example's automation can sign in, and holds what the test gives it. */
function tenantOf(number: number, rest: Partial<Tenant>): Tenant {
  return {
    id: id('0001', number),
    displayName: `Tenant ${number}`,
    domains: [`tenant${number}.onmicrosoft.com`],
    servicePrincipals: [{ id: id('0005', number), appId: application.clientId, displayName: 'tilldela' }],
    ...rest,
  };
}

/** What {@link tenantWith} gives: it shows as inherited in every list of the tenant, and last. */
export function automationAtRoot(tenant: number): RoleAssignment {
  return {
    name: id('0008', tenant, 999_999),
    scope: '/',
    roleDefinitionId: roles.owner,
    principalId: id('0005', tenant),
    principalType: 'ServicePrincipal',
  };
}

export const applications = exampleWorld.applications;

/** The path of a role assignment, or of the list, with an api-version. */
export function assignmentsPath(scope: string, name?: string, query = ''): string {
  const base = `${scope}/providers/Microsoft.Authorization/roleAssignments${name === undefined ? '' : `/${name}`}`;
  return `${base}?api-version=2022-04-01${query}`;
}

/** All pages of a list. */
export async function listAll(client: Client, path: string, token: string): Promise<Json[]> {
  const found: unknown[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const reply: Reply = await client.call(next, { token });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    found.push(...(reply.body.value as unknown[]));
    const link = (reply.body.nextLink ?? reply.body['@odata.nextLink']) as string | undefined;
    next = link?.slice(client.emulator.origin.length);
  }
  return found;
}

function send(emulator: Emulator, agent: Agent, path: string, call: Call): Promise<Reply> {
  const { hostname, port } = new URL(emulator.origin);
  const body =
    call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        path,
        method: call.method ?? 'GET',
        ca: emulator.caCertificate,
        agent,
        headers: {
          ...(call.token && { Authorization: `Bearer ${call.token}` }),
          ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
          ...call.headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject); // cut off in the middle of the body
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: bodyOf(text, response.headers['content-type']),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function bodyOf(text: string, type: string | undefined): Json {
  if (text === '') return undefined;
  return type?.startsWith('application/json') ? JSON.parse(text) : text;
}

/** Controls the emulator, as its owner may. */
export function control(client: Client, action: string, body?: unknown): Promise<Reply> {
  const [method = '', name = ''] = action.split(' ');
  const headers = { 'x-emulator-key': client.emulator.controlKey };
  return client.call(`/_emulator/${name}`, { method, headers, ...(body !== undefined && { body }) });
}

/** Puts faults in force. */
export async function addFaults(client: Client, ...faults: readonly object[]): Promise<void> {
  const { status, body } = await control(
    client,
    'POST faults',
    faults.map((fault) => JSON.stringify(fault)).join('\n'),
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
}
