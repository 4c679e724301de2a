import { applications, automationAtRoot, id, roles, startClient, tenantWith } from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const sub = id('0002', 8, 1);
const otherSub = id('0002', 8, 2);
const foreignSub = id('0002', 9, 1);
const group = '/providers/Microsoft.Management/managementGroups/top';
const custom = 'aaaaaaaa-0000-4000-8000-000000000001';

let client: Client;
let token: string;
beforeAll(async () => {
  const grant = (number: number, scope: string, roleDefinitionId: string) => ({
    name: id('0008', 8, number),
    scope,
    roleDefinitionId,
    principalId: id('0003', 8, number),
    principalType: 'User' as const,
  });
  const lighthouse = `/subscriptions/${foreignSub}`;
  const stamps = { createdOn: '2026-01-01T00:00:00.0000000Z', updatedOn: '2026-01-01T00:00:00.0000000Z' };
  const by = { createdBy: id('0003', 9), updatedBy: id('0003', 9) };
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          managementGroups: [{ id: 'top', displayName: 'Top' }],
          subscriptions: [
            { id: sub, displayName: 'One', resourceGroups: ['rg-A', 'rg-b'], managementGroup: 'top' },
            { id: otherSub, displayName: 'Two' },
          ],
          customRoles: [
            { id: custom, roleName: 'Own', permissions: [], assignableScopes: [`/subscriptions/${sub}`] },
          ],
          roleAssignments: [
            grant(1, '/', roles.owner),
            grant(2, group, roles.reader),
            grant(3, `/subscriptions/${sub}`, roles.reader),
            grant(4, `/subscriptions/${sub}/resourceGroups/rg-A`, custom),
            grant(5, `/subscriptions/${otherSub}`, roles.contributor),
          ],
        }),
        tenantWith(9, {
          subscriptions: [{ id: foreignSub, displayName: 'Foreign', resourceGroups: ['rg-f'] }],
          roleAssignments: [
            { ...grant(6, lighthouse, roles.owner), name: id('0008', 9, 6) },
            { ...grant(7, lighthouse, roles.reader), name: id('0008', 9, 7), principalId: id('0005', 8) },
          ],
          registrationDefinitions: [
            {
              ...{ name: custom, scope: lighthouse, registrationDefinitionName: 'Offer', description: null },
              ...{
                managedByTenantId: id('0001', 8),
                eligibleAuthorizations: [],
                plan: null,
                ...stamps,
                ...by,
              },
              authorizations: [{ principalId: id('0005', 8), roleDefinitionId: roles.reader }],
            },
          ],
          registrationAssignments: [
            {
              name: custom,
              scope: lighthouse,
              registrationDefinitionId: `${lighthouse}/providers/Microsoft.ManagedServices/registrationDefinitions/${custom}`,
              ...stamps,
              ...by,
            },
          ],
        }),
      ],
    },
  });
  token = await client.token(id('0001', 8));
});
afterAll(() => client.emulator.close());

const post = (body: unknown, version = '2024-04-01'): Promise<Reply> =>
  client.call(`/providers/Microsoft.ResourceGraph/resources?api-version=${version}`, {
    token,
    method: 'POST',
    body,
  });

async function rows(query: string, rest: object = {}): Promise<Json[]> {
  const { status, body } = await post({ query, ...rest });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.data;
}

const assignments = "authorizationresources | where type =~ 'Microsoft.Authorization/roleAssignments'";
const numbers = async (rest: object, query = assignments): Promise<number[]> =>
  (await rows(query, rest))
    .filter(({ name }) => name !== automationAtRoot(8).name)
    .map((row) => Number(String(row.name).slice(-6)))
    .sort();

it('27.1 a role assignment is a row with the generic columns and its properties', async () => {
  const found = await rows(`${assignments} and name == '${id('0008', 8, 4)}'`);
  expect(found).toEqual([
    {
      id: `/subscriptions/${sub}/resourceGroups/rg-A/providers/Microsoft.Authorization/RoleAssignments/${id('0008', 8, 4)}`,
      name: id('0008', 8, 4),
      type: 'microsoft.authorization/roleassignments',
      tenantId: id('0001', 8),
      kind: '',
      location: '',
      resourceGroup: 'rg-a',
      subscriptionId: sub,
      managedBy: '',
      sku: null,
      plan: null,
      properties: {
        principalId: id('0003', 8, 4),
        principalType: 'User',
        roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${custom}`,
        scope: `/subscriptions/${sub}/resourceGroups/rg-A`,
        description: null,
        condition: null,
        conditionVersion: null,
        delegatedManagedIdentityResourceId: null,
        createdOn: expect.any(String),
        updatedOn: expect.any(String),
        createdBy: null,
        updatedBy: null,
      },
      tags: null,
      identity: null,
      zones: null,
      extendedLocation: null,
    },
  ]);
});

it('27.2 subscriptions and management groups say where, the scope filter which way from there', async () => {
  const at = (authorizationScopeFilter: string) => ({
    subscriptions: [sub],
    options: { authorizationScopeFilter },
  });
  expect(await numbers({ subscriptions: [sub] })).toEqual([3, 4]);
  expect(await numbers(at('AtScopeExact'))).toEqual([3]);
  expect(await numbers(at('AtScopeAndAbove'))).toEqual([1, 2, 3]);
  expect(await numbers(at('AtScopeAboveAndBelow'))).toEqual([1, 2, 3, 4]);
  expect(await numbers({ managementGroups: ['top'] })).toEqual([2, 3, 4]);
  expect(await numbers({})).toEqual([1, 2, 3, 4, 5, 7]);
});

it('27.3 delegated subscriptions are there, with what the managing tenant itself holds', async () => {
  expect(await numbers({ subscriptions: [foreignSub] })).toEqual([7]);
  const names = await rows(
    "resourcecontainers | where type == 'microsoft.resources/subscriptions' | project name",
  );
  expect(names.map(({ name }) => name)).toEqual(['One', 'Two', 'Foreign']);
  const offers = await rows(
    'managedservicesresources | project type, name=tostring(properties.managedByTenantId)',
  );
  expect(offers).toEqual([
    { type: 'microsoft.managedservices/registrationdefinitions', name: id('0001', 8) },
    { type: 'microsoft.managedservices/registrationassignments', name: '' },
  ]);
});

it('27.4 containers are subscriptions, resource groups and management groups', async () => {
  const counted = await rows('resourcecontainers | summarize count() by type | order by type asc');
  expect(counted).toEqual([
    { type: 'microsoft.management/managementgroups', count_: 2 },
    { type: 'microsoft.resources/subscriptions', count_: 3 },
    { type: 'microsoft.resources/subscriptions/resourcegroups', count_: 3 },
  ]);
  const [one] = await rows("resourcecontainers | where name == 'One'");
  expect(one.properties.managementGroupAncestorsChain.map(({ name }: Json) => name)).toEqual([
    'top',
    id('0001', 8),
  ]);
});

it('27.5 assignments are joined with the names of their roles', async () => {
  const query = `${assignments}
    // the documented sample
    | extend roleId = tolower(tostring(properties.roleDefinitionId))
    | join kind=leftouter (
        authorizationresources
        | where type =~ 'microsoft.authorization/roledefinitions'
        | extend roleId = tolower(id), roleName = tostring(properties.roleName)
      ) on roleId
    | project name, roleName
    | order by name asc`;
  expect((await rows(query, { subscriptions: [sub] })).map((row) => row.roleName)).toEqual(['Reader', 'Own']);
});

const names = (condition: string): Promise<string[]> =>
  rows(`resourcecontainers | where type endswith 'subscriptions' | where ${condition} | project name`).then(
    (found) => found.map(({ name }) => String(name)),
  );

it.each<[string, string[]]>([
  ["name == 'One'", ['One']],
  ["name == 'one'", []],
  ["name =~ 'one' or name =~ 'TWO'", ['One', 'Two']],
  ["name != 'One' and name !~ 'two'", ['Foreign']],
  ["name in ('One', 'two')", ['One']],
  ["name in~ ('one', 'two')", ['One', 'Two']],
  ["name !in ('One', 'Two')", ['Foreign']],
  ["name contains 'wO'", ['Two']],
  ["name !contains 'o'", []],
  ["name startswith 'o'", ['One']],
  ["id has 'subscriptions' and id !has 'subscription'", ['One', 'Two', 'Foreign']],
  ["not(name startswith 'o') and (name == 'Two' or false)", ['Two']],
  ['isnotempty(properties.state) and isempty(properties.nothing.there)', ['One', 'Two', 'Foreign']],
  ["properties['state'] == 'Enabled' and tolower(name) == \"one\"", ['One']],
  ["strcat(name, '-', 7) == 'One-7'", ['One']],
  ["tostring(split(id, '/')[2]) == subscriptionId", ['One', 'Two', 'Foreign']],
])('27.6 where %s', async (condition, expected) => {
  expect(await names(condition)).toEqual(expected);
});

it.each<[string, Json[]]>([
  ['project a = name | order by a desc | take 2', [{ a: 'Two' }, { a: 'One' }]],
  ['project name, type | project-away type | sort by name asc | limit 1', [{ name: 'Foreign' }]],
  ['count', [{ Count: 3 }]],
  ['summarize n = count()', [{ n: 3 }]],
  ['distinct tenantId', [{ tenantId: id('0001', 8) }, { tenantId: id('0001', 9) }]],
  [
    "extend x = iff(name == 'One', 1, 2) | where x < 2 | project x, properties.state",
    [{ x: 1, properties_state: 'Enabled' }],
  ],
  [
    "join kind=inner (resourcecontainers | where name == 'rg-b' | project subscriptionId, name) on subscriptionId | project name, name1",
    [{ name: 'One', name1: 'rg-b' }],
  ],
  [
    "join kind=inner (resourcecontainers | where name == 'rg-b' | project s = subscriptionId) on $left.subscriptionId == $right.s | project name, s",
    [{ name: 'One', s: sub }],
  ],
])('27.7 %s', async (rest, expected) => {
  const query = `resourcecontainers | where type == 'microsoft.resources/subscriptions' | ${rest}`;
  expect(await rows(query)).toEqual(expected);
});

const own = "where name == 'One' or name == 'rg-A'";

it.each<[string, Json[]]>([
  [
    `${own} | mv-expand above = properties.managementGroupAncestorsChain | project name, tostring(above.name)`,
    [
      { name: 'One', above_name: 'top' },
      { name: 'One', above_name: id('0001', 8) },
      { name: 'rg-A', above_name: '' },
    ],
  ],
  [
    "where name == 'One' | mv-expand with_itemindex=at part = split(id, '/') to typeof(string) limit 2 | project at, part",
    [
      { at: 0, part: '' },
      { at: 1, part: 'subscriptions' },
    ],
  ],
  [
    `where name == 'One' | mvexpand bag = pack('a', 1, 'b', name) | project bag`,
    [{ bag: { a: 1 } }, { bag: { b: 'One' } }],
  ],
  ["where name == 'One' | mv-expand none = properties.managedByTenants | project name", []],
  [
    "where name == 'rg-A' | parse id with '/subscriptions/' sub '/' * '/' group | project sub, group",
    [{ sub, group: 'rg-A' }],
  ],
  ["where name == 'One' | parse id with * '/resourceGroups/' group | project group", [{ group: '' }]],
])('27.13 rows are expanded and parsed: %s', async (rest, expected) => {
  expect(await rows(`resourcecontainers | ${rest}`)).toEqual(expected);
});

it.each<[string, Json[]]>([
  [
    'summarize count(), dcount(type), names = make_list(name) by subscriptionId',
    [{ subscriptionId: sub, count_: 3, dcount_type: 2, names: ['One', 'rg-A', 'rg-b'] }],
  ],
  [
    "summarize n = countif(name startswith 'rg'), make_set(split(type, '/')), any(name, type)",
    [
      {
        n: 2,
        set_: ['microsoft.resources', 'subscriptions', 'resourcegroups'],
        any_name: 'One',
        any_type: 'microsoft.resources/subscriptions',
      },
    ],
  ],
  ['extend n = strlen(name) | summarize sum(n), min(n), max(n)', [{ sum_n: 11, min_n: 3, max_n: 4 }]],
  ['where false | summarize count(), make_set(name)', [{ count_: 0, set_name: [] }]],
])('27.14 %s', async (rest, expected) => {
  expect(await rows(`resourcecontainers | where subscriptionId == '${sub}' | ${rest}`)).toEqual(expected);
});

it.each<[string, Json]>([
  ["split('a/b/c', '/', 1)[0]", 'b'],
  ["split('a/b/c', '/')[-1]", 'c'],
  ["split('a/b/c', '/')[(1)]", 'b'],
  ["case(1 == 2, 'x', 1 == 1, 'y', 'z')", 'y'],
  ["case(1 == 2, 'x', 'z')", 'z'],
  ["substring('abcdef', 2, 3)", 'cde'],
  ["indexof('abc', 'c')", 2],
  ["replace_string('a-b-c', '-', '')", 'abc'],
  ["toint('12')", 12],
  ["toint('twelve')", null],
  ['parse_json(\'{"a":[1]}\').a[0]', 1],
  ['strcat_array(pack_array(1, 2), "+")', '1+2'],
  ["properties.['state']", 'Enabled'],
])('27.15 %s', async (expression, expected) => {
  const query = `where name == 'One' | project x = ${expression}`;
  expect(await rows(`resourcecontainers | ${query}`)).toEqual([{ x: expected }]);
});

it('27.16 queries are united; one that begins with an operator is about resources', async () => {
  const queries =
    "union (resourcecontainers | where name == 'One'), (resourcecontainers | take 0) | project name";
  expect(await rows(queries)).toEqual([{ name: 'One' }]);
  expect(await rows("where type == 'x' | count")).toEqual([{ Count: 0 }]);
  expect(await rows('resourcecontainers | top 1 by name asc | project name')).toEqual([{ name: 'Foreign' }]);
});

describe('27.17 what people ask of role assignments', () => {
  const roleOf = "tolower(tostring(properties['roleDefinitionId']))";
  const definitions = "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions'";

  it('custom roles that nobody holds', async () => {
    const unused = `${definitions} and properties.type == 'CustomRole'
      | extend role = tostring(split(tolower(id), 'roledefinitions/', 1)[0])
      | join kind = leftouter (
          ${assignments}
          | extend held = tostring(split(${roleOf}, 'roledefinitions/', 1)[0])
          | summarize holders = count() by held
        ) on $left.role == $right.held
      | project role, holders`;
    expect(await rows(unused)).toEqual([{ role: custom, holders: 1 }]);
    expect(await rows(`${unused} | where isempty(holders)`)).toEqual([]);
  });

  it('the same role given to several, with all of them', async () => {
    const found = await rows(`${assignments}
      | where id startswith '/subscriptions'
      | extend role = ${roleOf}, to = pack('principal', tostring(properties.principalId))
      | join kind=inner (${definitions} | project role = tolower(id), roleName = tostring(properties.roleName)) on role
      | summarize grants = count(), all = make_set(to) by roleName
      | where grants > 1
      | order by grants desc`);
    expect(found).toEqual([
      { roleName: 'Reader', grants: 2, all: [{ principal: id('0003', 8, 3) }, { principal: id('0005', 8) }] },
    ]);
  });

  it('the actions of each role', async () => {
    const found = await rows(`${definitions} and name == '${roles.contributor}'
      | extend blocks = properties.permissions
      | mv-expand blocks
      | summarize make_set(blocks.actions), take_any(type) by name`);
    expect(found).toEqual([
      { name: roles.contributor, set_blocks_actions: ['*'], type: 'microsoft.authorization/roledefinitions' },
    ]);
  });
});

it('27.8 pages are cut by $top, and $skipToken leads on while there is an id', async () => {
  const query = 'resourcecontainers | order by id asc';
  const all = await rows(query);
  const seen: Json[] = [];
  let skipToken: string | undefined;
  do {
    const options = { $top: 3, ...(skipToken !== undefined && { $skipToken: skipToken }) };
    const { body } = await post({ query, options });
    expect([body.totalRecords, body.count]).toEqual([all.length, body.data.length]);
    skipToken = body.$skipToken;
    expect(body.resultTruncated).toBe(skipToken === undefined ? 'false' : 'true');
    seen.push(...body.data);
  } while (skipToken !== undefined);
  expect(seen).toEqual(all);
  const withoutId = await post({
    query: 'resourcecontainers | project name',
    options: { $top: 3, $skip: 2 },
  });
  expect(withoutId.body).toMatchObject({ count: 3, resultTruncated: 'true' });
  expect(withoutId.body).not.toHaveProperty('$skipToken');
});

it('27.9 the table format has columns and rows', async () => {
  const query = "resourcecontainers | where name == 'One' | project name, n = 1, properties";
  const { body } = await post({ query, options: { resultFormat: 'table' } });
  expect(body.data.columns).toEqual([
    { name: 'name', type: 'string' },
    { name: 'n', type: 'integer' },
    { name: 'properties', type: 'object' },
  ]);
  expect(body.data.rows[0].slice(0, 2)).toEqual(['One', 1]);
  expect((await post({ query }, '2021-03-01')).body.data).toHaveLength(1);
});

it.each<[string, string, object]>([
  [
    'authorizationresources | where type =',
    'ParserFailure',
    { line: 1, characterPositionInLine: 36, token: '=' },
  ],
  [
    "authorizationresources |\nwhere name = 'x'",
    'ParserFailure',
    { line: 2, characterPositionInLine: 11, token: '=' },
  ],
  ["resourcecontainers | where name == 'x", 'ParserFailure', { line: 1 }],
  ["resourcecontainers | where name == 'x' and", 'ParserFailure', { token: '<EOF>' }],
  [
    'resourcecontainers | make-series count()',
    'InvalidQueryLanguage',
    { line: -1, token: 'make-series', message: "The emulator does not imitate 'make-series' in queries." },
  ],
  [
    'resourcecontainers | join kind=leftanti (resources) on id',
    'InvalidQueryLanguage',
    { token: 'leftanti' },
  ],
  ['resources | summarize arg_max(name, *)', 'InvalidQueryLanguage', { token: 'arg_max' }],
  ["resources | where extract('x', 0, name) == ''", 'SemanticError', { token: 'extract' }],
  [`resources${' | mv-expand tags'.repeat(4)}`, 'InvalidQueryLanguage', { token: 'mv-expand' }],
  ['resources | take -1', 'ParserFailure', { token: '-1' }],
  ['resourcecontainers | constructor', 'InvalidQueryLanguage', { token: 'constructor' }],
  ['resourcecontainers | where nothing == 1', 'SemanticError', { token: 'nothing' }],
  ['resources | where nothing == 1', 'SemanticError', { token: 'nothing' }],
  ['nonsense', 'SemanticError', { token: 'nonsense' }],
  ['| where', 'ParserFailure', { line: 1, characterPositionInLine: 0, token: '|' }],
  [`resources${' | join (resources) on id'.repeat(4)}`, 'InvalidQueryLanguage', { token: 'join' }],
  [`resources | where ${'('.repeat(2000)}`, 'ParserFailure', { token: '(' }],
])('27.10 the query %p is a 400 that says where', async (query, code, detail) => {
  const { status, body } = await post({ query });
  expect([status, body.error.code]).toEqual([400, 'BadRequest']);
  expect(body.error.message).toMatch(/timestamp = .+Z, correlationId = [0-9a-f-]{36}\.$/);
  expect(body.error.details[0].code).toBe('InvalidQuery');
  expect(body.error.details[1]).toMatchObject({ code, ...detail });
});

it.each<[Json, number, string]>([
  ['{', 400, 'InvalidRequestContent'],
  ['[]', 400, 'BadRequest'],
  [{}, 400, 'BadRequest'],
  [{ query: 7 }, 400, 'BadRequestFormat'],
  [{ query: 'resources', subscriptions: sub }, 400, 'BadRequestFormat'],
  [{ query: 'resources', subscriptions: ['x'] }, 400, 'BadRequest'],
  [{ query: 'resources', subscriptions: [id('0002', 77)] }, 400, 'NoValidSubscriptionsInQueryRequest'],
  [{ query: 'resources', managementGroups: ['none'] }, 403, 'AccessDenied'],
  [{ query: 'resources', options: { $top: 1001 } }, 400, 'BadRequest'],
  [{ query: 'resources', options: { $top: '5' } }, 400, 'BadRequest'],
  [{ query: 'resources', options: { $skipToken: 'x' } }, 400, 'BadRequest'],
  [{ query: 'resources', options: { resultFormat: 'csv' } }, 400, 'BadRequest'],
  [{ query: 'resources', options: { authorizationScopeFilter: 'AtHome' } }, 400, 'BadRequest'],
])('27.11 the body %j is refused', async (body, status, code) => {
  const reply = await post(body);
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
});

it('27.12 answers tell the quota', async () => {
  const { headers } = await post({ query: 'resources' });
  expect(headers).toMatchObject({
    'x-ms-user-quota-remaining': '14',
    'x-ms-user-quota-resets-after': '00:00:05',
    'x-ms-tenant-subscription-limit-hit': 'false',
  });
});
