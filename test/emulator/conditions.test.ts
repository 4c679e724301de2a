import builtInRoles from '../../src/emulator/arm/built-in-roles.json';
import { evaluateCondition } from '../../src/emulator/arm/condition/evaluate-condition';
import type { AssignmentAttributes } from '../../src/emulator/arm/condition/evaluate-condition';
import { parseCondition } from '../../src/emulator/arm/condition/parse-condition';
import { assignmentsPath, id, roleAt, roles, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const scope = `/subscriptions/${id('0002', 1)}`;

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient();
  token = await client.token(id('0001', 1));
});
afterAll(() => client.emulator.close());

let count = 0;
function put(condition: unknown, conditionVersion?: unknown): Promise<Reply> {
  count += 1;
  const properties = {
    roleDefinitionId: roleAt(scope, roles.reader),
    principalId: id('0003', 1, 500 + count),
    principalType: 'User',
    condition,
    conditionVersion,
  };
  const path = assignmentsPath(scope, id('0008', 1, 500 + count));
  return client.call(path, { token, method: 'PUT', body: { properties } });
}

const assignments = 'Microsoft.Authorization/roleAssignments';
const valid = [
  "@Resource[a:b] StringEquals 'c'",
  "((!(ActionMatches{'Microsoft.Storage/x/read'} AND NOT SubOperationMatches{'Blob.List'})))",
  `@Request[${assignments}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.reader}, ${roles.owner}}`,
  "@Resource[Microsoft.Storage/x/tags:Project<$key_case_sensitive$>] StringLike 'a*' || Exists @Principal[m:n]",
  "@Environment[UtcNow] DateTimeGreaterThan '2026-01-01T00:00:00Z' && @Request[a:n] NumericLessThan 5",
  '@Resource[a:b] ForAnyOfAllValues:StringNotEquals {@Principal[c:d]}',
];
const invalid = [
  'x',
  '()',
  '(',
  "ActionMatches{'a'",
  'ActionMatches{}',
  "@Nobody[a:b] StringEquals 'c'",
  "@Resource[a:b] Resembles 'c'",
  "@Resource[a:b] ForSomeOfAnyValues:StringEquals {'c'}",
  "@Resource[a:b] StringEquals 'c' AND",
  "@Resource[a:b] StringEquals 'c' 'd'",
  "@Resource[a:b] StringEquals c'",
  '('.repeat(3000),
];

it.each(valid)('23.1 the condition %s can be written, as version 2.0', async (condition) => {
  const { status, body } = await put(condition);
  expect([status, body.properties?.condition, body.properties?.conditionVersion]).toEqual([
    201,
    condition,
    '2.0',
  ]);
});

it.each(invalid)('23.2 the condition %s is refused', async (condition) => {
  const { status, body } = await put(condition, '2.0');
  expect([status, body.error?.code, body.error?.message]).toEqual([
    400,
    'InvalidCondition',
    'The given role assignment condition is invalid.',
  ]);
});

it.each(['1.0', '2', 'x'])('23.3 version %s of a condition is refused', async (version) => {
  const { status, body } = await put(valid[0], version);
  expect([status, body.error.code]).toEqual([400, 'InvalidCondition']);
});

it('23.3 a version without a condition is dropped', async () => {
  const { status, body } = await put(undefined, '2.0');
  expect([status, body.properties.condition, body.properties.conditionVersion]).toEqual([201, null, null]);
});

it('23.4 a condition has at most 8 KB', async () => {
  const long = (length: number): string => `@Resource[a:b] StringEquals '${'x'.repeat(length - 30)}'`;
  expect([long(8192).length, (await put(long(8192))).status]).toEqual([8192, 201]);
  expect((await put(long(8193))).status).toBe(400);
});

it('23.5 the conditions of all built-in roles can be parsed', () => {
  const conditions = (builtInRoles as readonly { permissions: readonly { condition?: string | null }[] }[])
    .flatMap(({ permissions }) => permissions)
    .flatMap(({ condition }) => condition ?? []);
  expect(conditions.length).toBeGreaterThan(0);
  expect(conditions.filter((condition) => !parseCondition(condition))).toEqual([]);
});

const write = `${assignments}/write`;
const attributes: AssignmentAttributes = {
  roleDefinitionId: roles.reader,
  principalId: id('0003', 1),
  principalType: 'User',
};
const onlyReader =
  `((!(ActionMatches{'${write}'})) OR ` +
  `(@Request[${assignments}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.reader.toUpperCase()}}))`;

it.each<[string, boolean]>([
  [onlyReader, true],
  [onlyReader.replace(/Equals \{.*\}/, `Equals {${roles.owner}}`), false],
  [`@Request[${assignments}:PrincipalType] StringEqualsIgnoreCase 'user'`, true],
  [`@Request[${assignments}:PrincipalType] StringEquals 'user'`, false],
  [`@Request[${assignments}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'User'}`, true],
  [
    `@Request[${assignments}:PrincipalType] ForAnyOfAllValues:StringEqualsIgnoreCase {'Group', 'User'}`,
    false,
  ],
  [
    `@Request[${assignments}:PrincipalId] ForAnyOfAllValues:GuidNotEquals {${roles.owner}, ${roles.reader}}`,
    true,
  ],
  [`@Request[${assignments}:PrincipalId] GuidNotEquals ${id('0003', 1)}`, false],
  [`@Resource[${assignments}:PrincipalId] GuidNotEquals ${id('0003', 2)}`, false], // there is no resource yet
  [`NOT Exists @Resource[${assignments}:PrincipalId]`, true],
  [`Exists @Request[${assignments}:PrincipalId] AND !(ActionMatches{'*/delete'})`, true],
  [`ActionMatches{'microsoft.authorization/*'}`, true],
  [`ActionMatches{'x'} OR ActionMatches{'y'} AND ActionMatches{'*'}`, false],
  [`ActionMatches{'*'} OR ActionMatches{'y'} AND ActionMatches{'z'}`, true],
])('23.6 on a write, %s is %p', (text, expected) => {
  const condition = parseCondition(text);
  expect(condition && evaluateCondition(condition, { action: write, request: attributes })).toBe(expected);
});

it('23.6 a delete is judged by what is there', () => {
  const condition = parseCondition(`@Resource[${assignments}:RoleDefinitionId] GuidEquals ${roles.reader}`);
  const judge = (roleDefinitionId: string): boolean | undefined =>
    condition &&
    evaluateCondition(condition, {
      action: `${assignments}/delete`,
      resource: { ...attributes, roleDefinitionId },
    });
  expect([judge(roles.reader), judge(roles.owner)]).toEqual([true, false]);
});
