'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.applications = exports.roles = exports.application = void 0;
exports.id = id;
exports.roleAt = roleAt;
exports.startClient = startClient;
exports.clientOf = clientOf;
exports.tenantWith = tenantWith;
exports.assignmentsPath = assignmentsPath;
exports.listAll = listAll;
const node_https_1 = require('node:https');
const emulator_1 = require('../../src/emulator');
exports.application = {
  clientId: 'e0e0e0e0-0006-4000-8000-000000000001',
  secret: 'emulator-only-secret',
};
/** An id of the example world: `id('0001', 1)` is Contoso's tenant. */
function id(kind, owner, number = 1) {
  return `e0e0e0e0-${kind}-4000-8000-${String(owner).padStart(6, '0')}${String(number).padStart(6, '0')}`;
}
exports.roles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
};
function roleAt(scope, role) {
  return `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}
async function startClient(options = {}) {
  const emulator = await (0, emulator_1.startEmulator)({ world: emulator_1.exampleWorld, ...options });
  return clientOf(emulator);
}
function clientOf(emulator) {
  const call = (path, options = {}) => send(emulator, path, options);
  return {
    emulator,
    call,
    async token(tenant, resource = emulator.origin) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: exports.application.clientId,
        client_secret: exports.application.secret,
        scope: `${resource}/.default`,
      });
      const reply = await call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form.toString() });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return String(reply.body.access_token);
    },
  };
}
/** A tenant with the example's automation in it, and what the test adds. */
function tenantWith(number, rest) {
  return {
    id: id('0001', number),
    displayName: `Tenant ${number}`,
    domains: [`tenant${number}.onmicrosoft.com`],
    servicePrincipals: [
      { id: id('0005', number), appId: exports.application.clientId, displayName: 'tilldela' },
    ],
    ...rest,
  };
}
exports.applications = emulator_1.exampleWorld.applications;
/** The path of a role assignment, or of the list, with an api-version. */
function assignmentsPath(scope, name, query = '') {
  const base = `${scope}/providers/Microsoft.Authorization/roleAssignments${name === undefined ? '' : `/${name}`}`;
  return `${base}?api-version=2022-04-01${query}`;
}
/** All pages of a list. */
async function listAll(client, path, token) {
  const found = [];
  for (let next = path; next !== undefined;) {
    const reply = await client.call(next, { token });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    found.push(...reply.body.value);
    const link = reply.body.nextLink ?? reply.body['@odata.nextLink'];
    next = link?.slice(client.emulator.origin.length);
  }
  return found;
}
function send(emulator, path, call) {
  const { hostname, port } = new URL(emulator.origin);
  const body =
    call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const outgoing = (0, node_https_1.request)(
      {
        hostname,
        port,
        path,
        method: call.method ?? 'GET',
        ca: emulator.caCertificate,
        agent: false,
        headers: {
          ...(call.token && { Authorization: `Bearer ${call.token}` }),
          ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
          ...call.headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === '' ? undefined : JSON.parse(text),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
