import { Agent, request } from 'node:https';
import fc from 'fast-check';
import { assignmentsPath, id, listAll, roleAt, roles, startClient } from './emulator-client';
import type { Client, Json } from './emulator-client';

/** Of all tests here; with those of fuzz.test.ts more than 5,000. `EMULATOR_FUZZ_CASES=30000 npx jest fuzz-arm` for a long run. */
const cases = Number(process.env['EMULATOR_FUZZ_CASES'] ?? 3000);
const settings = { numRuns: Math.ceil(cases / 3), seed: 20261122 };
const counts = `${settings.numRuns} cases`;

const tenant = id('0001', 1);
const sub = `/subscriptions/${id('0002', 1)}`;
const scopes = [
  sub,
  `${sub}/resourceGroups/rg-web`,
  '',
  `/providers/Microsoft.Management/managementGroups/${tenant}`,
];
const unknown = 'fafafafa-0000-4000-8000-000000000001';

let client: Client;
let token: string;
let agent: Agent;
beforeAll(async () => {
  client = await startClient();
  token = await client.token(tenant);
  agent = new Agent({ keepAlive: true, ca: client.emulator.caCertificate });
});
afterAll(async () => {
  agent.destroy();
  await client.emulator.close();
});

interface Reply {
  readonly status: number;
  readonly body: Json;
}

/** Over one kept connection, which makes thousands of cases affordable. */
function send(path: string, method = 'GET', body?: string, bearer = token): Promise<Reply> {
  const { hostname, port } = new URL(client.emulator.origin);
  const headers = {
    Authorization: `Bearer ${bearer}`,
    ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const isEnvelope = ({ body }: Reply): boolean =>
  typeof body?.error?.code === 'string' && typeof body.error.message === 'string';
const isRefusal = (reply: Reply): boolean => reply.status >= 400 && reply.status < 500 && isEnvelope(reply);

/** Any text, and what is nearly right. */
const text = (...likely: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...likely) }, { weight: 1, arbitrary: fc.string() });

const versions = [
  '2022-04-01',
  '2022-05-01-preview',
  '2020-10-01',
  '2022-10-01',
  '2020-05-01',
  '2024-04-01',
  '1999',
  '',
];
const segment = text(
  ...['subscriptions', 'resourceGroups', 'providers', 'Microsoft.Authorization', 'Microsoft.ManagedServices'],
  ...['Microsoft.Management', 'managementGroups', 'roleAssignments', 'ROLEDEFINITIONS', 'permissions'],
  ...['roleEligibilitySchedules', 'roleAssignmentScheduleInstances', 'roleManagementPolicyAssignments'],
  ...['registrationDefinitions', 'registrationAssignments', 'denyAssignments', 'Microsoft.ResourceGraph'],
  ...['resources', 'tenants', tenant, id('0002', 1), unknown, 'rg-web', '..', 'constructor', '__proto__'],
);
const types = [
  ...['Authorization/roleAssignments', 'Authorization/roleDefinitions', 'Authorization/denyAssignments'],
  ...[
    'Authorization/permissions',
    'Authorization/roleEligibilitySchedules',
    'Authorization/roleAssignmentSchedules',
  ],
  ...['Authorization/roleEligibilityScheduleRequests', 'Authorization/roleAssignmentScheduleInstances'],
  ...['Authorization/roleManagementPolicies', 'Authorization/roleManagementPolicyAssignments'],
  ...['ManagedServices/registrationDefinitions', 'ManagedServices/registrationAssignments'],
];
/** Most look like a path of ARM; some are any segments at all. */
const path = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...scopes), fc.constantFrom(...types), fc.array(segment, { maxLength: 2 }))
      .map(([scope, type, rest]) => `${scope}/providers/Microsoft.${type}${rest.map(encode).join('')}`),
  },
  {
    weight: 1,
    arbitrary: fc.array(segment, { maxLength: 7 }).map((segments) => segments.map(encode).join('') || '/'),
  },
);
const filter = text(
  ...['atScope()', "principalId eq 'x'", "assignedTo('x')", "roleName eq 'Reader'", "type eq 'CustomRole'"],
  ...['atScopeAndBelow()', "(principalId eq 'x') and atScope()", "principalId eq '", 'asTarget()', 'not x'],
  ...['('.repeat(3000), "roleDefinitionId eq '/x'", '%', "x eq 'a''b'"],
);
const query = fc
  .tuple(
    fc.constantFrom(...versions),
    fc.option(filter, { nil: undefined }),
    fc.option(text('x', 'MQ'), { nil: undefined }),
  )
  .map(([version, by, skip]) =>
    new URLSearchParams({
      'api-version': version,
      ...(by !== undefined && { $filter: by }),
      ...(skip !== undefined && { $skiptoken: skip }),
    }).toString(),
  );

function rightVersion(target: string): string {
  if (/ManagedServices/.test(target)) return '2022-10-01';
  return /Schedule|roleManagement/.test(target) ? '2020-10-01' : '2022-04-01';
}

function encode(part: string): string {
  return `/${encodeURIComponent(part).replaceAll('.', '%2E')}`;
}

it(`28.1 any path and filter is answered with an answer or Azure's error (${counts})`, async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(path, query, fc.boolean(), async (target, parameters, isRight) => {
      // The last of two versions counts for nothing: the right one, if there is one, comes first.
      const right = isRight ? `api-version=${rightVersion(target)}&` : '';
      const reply = await send(`${target}?${right}${parameters}`);
      if (reply.status === 200) answered += 1;
      return reply.status === 200 || isRefusal(reply);
    }),
    settings,
  );
  expect(answered).toBeGreaterThan(settings.numRuns / 50); // not everything was refused at the door
});

/** A write that is right, and for its properties the values that make it wrong. */
interface Write {
  readonly path: string;
  readonly version: string;
  readonly method?: 'POST';
  readonly body: Json;
  readonly wrong: Readonly<Record<string, readonly unknown[]>>;
}

const noText = [7, true, {}, []];
const noId = [undefined, null, '', 'x', ...noText];
const schedule = { expiration: { type: 'AfterDuration', duration: 'P1D' } };
const at = (type: string): string => `${sub}/providers/Microsoft.${type}/${unknown}`;
const grant = { roleDefinitionId: roleAt(sub, roles.reader), principalId: id('0003', 1) };
const asked = { requestType: 'AdminAssign', ...grant, scheduleInfo: schedule, justification: 'x' };
const wrongGrant = {
  '': [undefined, null, 7, 'x', []],
  roleDefinitionId: [...noId, roles.reader],
  principalId: noId,
};
const wrongAsked = {
  ...wrongGrant,
  requestType: [...noId, 'AdminExtend', 'AdminRemove', 'AdminUpdate', 'SelfActivate'],
  scheduleInfo: [
    7,
    'x',
    [],
    { expiration: 7 },
    { expiration: { type: 'x' } },
    { startDateTime: 'soon' },
    { expiration: { type: 'AfterDuration', duration: 'P' } },
    { expiration: { type: 'AfterDateTime' } },
  ],
  justification: noText,
  ticketInfo: [7, 'x', [], { ticketNumber: 7 }],
  condition: ['x', ...noText],
};
const writes: readonly Write[] = [
  {
    path: at('Authorization/roleAssignments'),
    version: '2022-04-01',
    body: grant,
    wrong: {
      ...wrongGrant,
      principalType: ['Robot', '', ...noText],
      description: [...noText, 'x'.repeat(2049)],
      condition: ['x', '(', '('.repeat(4000), ...noText],
      delegatedManagedIdentityResourceId: noText,
    },
  },
  {
    path: at('Authorization/roleDefinitions'),
    version: '2022-04-01',
    body: { roleName: 'Fuzz', permissions: [], assignableScopes: [sub] },
    wrong: {
      '': [undefined, null, 7, 'x', []],
      roleName: [undefined, null, '', ' ', 'reader', 'x'.repeat(513), ...noText],
      type: ['BuiltInRole', 'x', ...noText],
      description: noText,
      permissions: [
        7,
        'x',
        {},
        [7],
        [null],
        [{ actions: 'x' }],
        [{ actions: [7] }],
        [{ notActions: ['a b'] }],
      ],
      assignableScopes: [undefined, null, [], 7, 'x', {}, [7], ['x'], ['/'], [''], [`${sub}/x`]],
    },
  },
  {
    path: at('Authorization/roleEligibilityScheduleRequests'),
    version: '2020-10-01',
    body: asked,
    wrong: wrongAsked,
  },
  {
    path: at('Authorization/roleAssignmentScheduleRequests'),
    version: '2020-10-01',
    body: { ...asked, principalId: id('0003', 1, 2) }, // the first has the role already
    wrong: wrongAsked,
  },
  {
    path: at('ManagedServices/registrationDefinitions'),
    version: '2022-10-01',
    body: {
      managedByTenantId: id('0001', 0),
      authorizations: [{ principalId: id('0004', 0), roleDefinitionId: roles.reader }],
    },
    wrong: {
      '': [undefined, null, 7, 'x', []],
      managedByTenantId: [...noId, tenant],
      registrationDefinitionName: noText,
      authorizations: [undefined, null, [], 7, 'x', {}, [7], [{}], [{ principalId: id('0004', 0) }]],
      eligibleAuthorizations: [7, 'x', {}, [7], [{}]],
    },
  },
  {
    path: at('ManagedServices/registrationAssignments'),
    version: '2022-10-01',
    body: { registrationDefinitionId: at('ManagedServices/registrationDefinitions') },
    wrong: { '': [undefined, null, 7, 'x', []], registrationDefinitionId: [...noId, sub] },
  },
];

/** The right body with one property made wrong; `''` stands for all properties. */
const wrongBody = fc.constantFrom(...writes).chain((write) =>
  fc.constantFrom(...Object.entries(write.wrong)).chain(([name, values]) =>
    fc.constantFrom(...values).map((value) => ({
      ...write,
      text: JSON.stringify({ properties: name === '' ? value : { ...write.body, [name]: value } }),
    })),
  ),
);

/** What was cut off, what is no JSON, and JSON of another shape. */
const brokenBody = fc.constantFrom(...writes).chain((write) => {
  const whole = JSON.stringify({ properties: write.body });
  const shapes = fc.oneof(
    fc.nat(whole.length - 1).map((end) => whole.slice(0, end)),
    fc.string().map((noise) => `${noise}${whole.slice(1)}`),
    fc.jsonValue().map((value) => JSON.stringify({ properties: { noise: value } })),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.constant('['.repeat(50_000)),
  );
  return shapes.map((body) => ({ ...write, text: body }));
});

it(`28.2 no malformed write is accepted, and none leaves a trace (${counts})`, async () => {
  const state = async (): Promise<Json> =>
    Promise.all(
      [
        assignmentsPath(sub),
        `${sub}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=type%20eq%20'CustomRole'`,
        `${sub}/providers/Microsoft.Authorization/roleEligibilitySchedules?api-version=2020-10-01`,
        `${sub}/providers/Microsoft.Authorization/roleAssignmentSchedules?api-version=2020-10-01`,
        `${sub}/providers/Microsoft.ManagedServices/registrationDefinitions?api-version=2022-10-01`,
        `${sub}/providers/Microsoft.ManagedServices/registrationAssignments?api-version=2022-10-01`,
      ].map((list) => listAll(client, list, token)),
    );
  const before = await state();
  await fc.assert(
    fc.asyncProperty(fc.oneof(wrongBody, brokenBody), async ({ path: target, version, text: body }) =>
      isRefusal(await send(`${target}?api-version=${version}`, 'PUT', body)),
    ),
    settings,
  );
  expect(await state()).toEqual(before);
});

it('28.2 the writes are right before they are made wrong', async () => {
  for (const { path: target, version, body } of writes) {
    const { status } = await send(
      `${target}?api-version=${version}`,
      'PUT',
      JSON.stringify({ properties: body }),
    );
    expect([target, status]).toEqual([target, 201]);
  }
});

const kusto = fc.array(
  text(
    ...[
      'resourcecontainers',
      'authorizationresources',
      '|',
      'where',
      'project',
      'extend',
      'summarize',
      'count()',
      'by',
    ],
    ...[
      'join kind=inner',
      '(',
      ')',
      'on',
      'id',
      'name',
      'properties.x',
      '==',
      '=~',
      'in',
      "'x'",
      '7',
      'and',
      'not',
      ',',
    ],
    ...[
      'mv-expand',
      'mvexpand a =',
      'parse id with',
      '*',
      'union',
      'top',
      'make_set(name)',
      'split(id, "/")[-1]',
    ],
    ...['order by', 'take', 'constructor', 'toString', '[0]', '.', '=', 'tolower', '//', '"', '\\', '\n'],
  ),
  { maxLength: 14 },
);

it(`28.3 any query is answered with rows or the error of Resource Graph (${counts})`, async () => {
  let answered = 0;
  const options = fc.dictionary(
    text('$top', '$skip', '$skipToken', 'resultFormat'),
    fc.oneof(fc.nat(5), text('table', 'x')),
    { maxKeys: 2 },
  );
  await fc.assert(
    fc.asyncProperty(kusto, fc.boolean(), options, async (words, isLed, chosen) => {
      const text = `${isLed ? 'resourcecontainers | where ' : ''}${words.join(' ')}`;
      const body = JSON.stringify({ query: text, options: chosen });
      const reply = await send(
        '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01',
        'POST',
        body,
      );
      if (reply.status === 200) answered += 1;
      return reply.status === 200 ? typeof reply.body.totalRecords === 'number' : isRefusal(reply);
    }),
    settings,
  );
  expect(answered).toBeGreaterThan(0);
});
