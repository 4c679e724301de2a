import { AdoptionProject } from '../authoring/adoption';
import { addFaults, clientOf, control, id, roles, tenantWith } from '../emulator/emulator-client';
import type { Guid } from '../../src/model';
import { codesIn } from './diagnostics';
import { partnerFile, tenants } from './example';
import { emptyProject, removeProjects } from './project';

jest.setTimeout(120_000);

const project = new AdoptionProject();
const managementGroup = '/providers/Microsoft.Management/managementGroups/platform';

const user = (tenant: number, number: number, name: string) => ({
  id: id('0003', tenant, number),
  displayName: name,
  userPrincipalName: `${name}@tenant${tenant}.com`,
});

/** A tenant with one subscription, in which the first user is Owner and the second reads. */
function small(number: number, more: Parameters<typeof tenantWith>[1] = {}) {
  const scope = `/subscriptions/${id('0002', number)}`;
  const give = (index: number, roleDefinitionId: string, at = scope) => ({
    name: id('0008', number, index),
    scope: at,
    roleDefinitionId,
    principalId: id('0003', number, index),
    principalType: 'User' as const,
  });
  return tenantWith(number, {
    users: [user(number, 1, 'lee'), user(number, 2, 'dana')],
    subscriptions: [{ id: id('0002', number), displayName: 'Main' }],
    roleAssignments: [give(1, roles.owner), give(2, roles.reader)],
    ...more,
  });
}

const activated = {
  kind: 'active',
  name: id('0008', 54, 3),
  scope: `/subscriptions/${id('0002', 54)}`,
  roleDefinitionId: roles.contributor,
  principalId: id('0003', 54, 2),
  principalType: 'User',
  condition: null,
  conditionVersion: null,
  requestName: id('0010', 54),
  assignmentType: 'Activated',
  startDateTime: '2026-01-01T00:00:00Z',
  createdOn: '2026-01-01T00:00:00.0000000Z',
  updatedOn: '2026-01-01T00:00:00.0000000Z',
} as const;

beforeAll(() =>
  project.start([
    small(51),
    small(52),
    small(53),
    tenantWith(54, {
      users: [user(54, 1, 'lee'), user(54, 2, 'dana')],
      managementGroups: [{ id: 'platform', displayName: 'Platform' }],
      subscriptions: [{ id: id('0002', 54), displayName: 'Main', managementGroup: 'platform' }],
      roleSchedules: [activated],
      roleAssignments: [
        {
          name: id('0008', 54, 1),
          scope: managementGroup,
          roleDefinitionId: roles.owner,
          principalId: id('0003', 54, 1),
          principalType: 'User',
        },
      ],
    }),
    small(55),
    small(56, {
      roleAssignments: [
        {
          name: id('0008', 56, 1),
          scope: `/subscriptions/${id('0002', 56)}`,
          roleDefinitionId: roles.reader,
          principalId: id('0003', 56, 1),
          principalType: 'User',
          condition: '(unbalanced',
          conditionVersion: '2.0',
        },
      ],
    }),
  ]),
);
afterAll(async () => {
  await project.close();
  removeProjects();
});

const fileOf = (customer: string) => `stacks/customers/${customer}.ts`;

test('one customer that fails is listed, the others are done, and only it is done by the next run', async () => {
  project.writeSkeleton('alfa', 51);
  project.writeSkeleton('beta', 52, [{ alias: 'main', subscriptionId: id('0002', 52, 9) as Guid }]);
  project.writeSkeleton('gamma', 53, [{ alias: 'main', subscriptionId: id('0002', 53) as Guid }]);
  const before = project.read(fileOf('beta'));

  const first = await project.adopt({ all: true });
  expect([first.code, codesIn(first.messages)]).toEqual([1, ['scope_unread']]);
  expect(first.messages).toContain('at beta');
  expect(first.messages).toContain('Adopted 2 of 3 customers. 1 failed; run the command again for them.');
  expect(first.data).toBe(
    `Adopted alfa: 2 grants in ${fileOf('alfa')}; 1 more in the comment at its end
Adopted gamma: 2 grants in ${fileOf('gamma')}; 1 more in the comment at its end
`,
  );
  expect(project.read(fileOf('beta'))).toBe(before);
  expect(project.has('stacks/customers/beta.emulator.lock.json')).toBe(false);

  const done = project.read(fileOf('alfa'));
  project.writeSkeleton('beta', 52);
  const second = await project.adopt({ all: true });
  expect([second.code, second.messages]).toEqual([
    0,
    'Adopted 1 of 3 customers. 2 declared access already.\n',
  ]);
  expect(project.read(fileOf('alfa'))).toBe(done);
  expect(project.read(fileOf('beta'))).toContain(`subscriptions: { main: '${id('0002', 52)}' },`);
  expect((await project.plan('alfa', 'beta', 'gamma')).code).toBe(0);
});

test('what somebody declared is never written over', async () => {
  const before = project.read(fileOf('alfa'));
  const again = await project.adopt({ customers: ['alfa'] });
  expect([again.code, codesIn(again.messages)]).toEqual([1, ['adoption_refused']]);
  const asNew = await project.adopt({ customers: ['alfa'], tenant: 'tenant51.onmicrosoft.com' });
  expect([asNew.code, codesIn(asNew.messages)]).toEqual([1, ['adoption_refused']]);
  expect(project.read(fileOf('alfa'))).toBe(before);
});

test('management groups are filled in where they are declared, and an activated role becomes no grant', async () => {
  project.write(
    fileOf('delta'),
    `import { CustomerStack, inTenant, type App } from 'tilldela';
import { msp as northwind } from '../partner';

/** A customer with a platform team. */
export default function declare(app: App) {
  new CustomerStack(app, 'delta', {
    partner: northwind,
    tenant: '${id('0001', 54)}',
    subscriptions: { main: '${id('0002', 54)}' },
    managementGroups: { platform: 'platform' },
    reads: inTenant(),
    writes: inTenant(),
  });
}
`,
  );
  const adopted = await project.adopt({ customers: ['delta'] });
  expect([adopted.code, adopted.messages]).toEqual([0, 'Adopted 1 of 1 customer.\n']);
  const text = project.read(fileOf('delta'));
  expect(text).toContain(`/** A customer with a platform team. */
export default function declare(app: App) {
  const delta = new CustomerStack(app, 'delta', {`);
  expect(text).toContain(
    "    ignore: [{ origin: 'pim-activated', because: 'activated for a while, and ends by itself' }],\n",
  );
  expect(text).toContain(`  const { platform } = delta.managementGroups;

  platform.grant('lee-owner', {
    to: user('lee@tenant54.com'),
    role: 'Owner',
    because: 'as found on 2026-11-22',
  });
`);
  expect(text).toContain(`// - Contributor of dana@tenant54.com (${id('0003', 54, 2)})`);
  expect((await project.plan('delta')).code).toBe(0);
});

test('without the names in the directory nothing is adopted', async () => {
  project.writeSkeleton('epsilon', 55);
  const client = clientOf(project.emulator);
  await addFaults(client, { path: '/v1.0/**', action: { kind: 'status', status: 403 } });
  const blind = await project.adopt({ customers: ['epsilon'] });
  await control(client, 'DELETE faults');
  expect([blind.code, codesIn(blind.messages)]).toEqual([1, ['adoption_refused']]);
  expect(project.read(fileOf('epsilon'))).not.toContain('grant');
  expect((await project.adopt({ customers: ['epsilon'] })).code).toBe(0);
});

test('a file that would not plan to what was found does not come to be', async () => {
  project.writeSkeleton('zeta', 56);
  const said = await project.adopt({ customers: ['zeta'] });
  expect([said.code, codesIn(said.messages)]).toEqual([1, ['malformed_condition']]);
  expect(said.messages).not.toContain('adopting.ts');
  expect(project.read(fileOf('zeta'))).toContain('  new CustomerStack(');
  const left = project.list('stacks/customers').filter((name) => name.includes('zeta'));
  expect(left).toEqual(['zeta.ts']);
});

test.each([
  ['neither customers nor --all', {}, 'usage'],
  ['both', { customers: ['alfa'], all: true }, 'usage'],
  ['--tenant of several', { customers: ['a', 'b'], tenant: 'tenant51.onmicrosoft.com' }, 'usage'],
  ['a customer without a file', { customers: ['omega'] }, 'unknown_customer'],
  ['a domain that nobody has', { customers: ['omega'], tenant: 'nobody.example' }, 'azure_error'],
  ['a name that is a path', { customers: ['../omega'], tenant: 'tenant51.onmicrosoft.com' }, 'invalid_name'],
] as const)('%s is an error', async (_what, asked, code) => {
  const said = await project.adopt(asked);
  expect([said.code, codesIn(said.messages)]).toEqual([1, [code]]);
  expect(project.has(fileOf('omega'))).toBe(false);
});

test('nothing that any of them sent to Azure was more than a question', () => {
  expect(project.writesToAzure()).toEqual([]);
  expect(project.requests().length).toBeGreaterThan(50);
});

test('the command takes a customer from nothing to an empty plan', async () => {
  const { woodgrove } = tenants;
  const shell = emptyProject({ 'stacks/partner.ts': partnerFile });
  const adopted = await shell.run('adopt', 'woodgrove', '--tenant', 'woodgrove.onmicrosoft.com');
  expect([adopted.code, adopted.stderr]).toEqual([0, 'Adopted 1 of 1 customer.\n']);
  const text = shell.read(fileOf('woodgrove'));
  expect(text).toContain(`tenant: '${woodgrove}',`);
  expect(text).toContain("core.grant('omar-owner', {");
  expect(text).toContain('its principal no longer exists');
  const planned = await shell.run('plan', '--detailed-exitcode');
  expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('No changes.')]);
});
