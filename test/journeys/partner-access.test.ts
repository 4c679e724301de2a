import { codesIn, flat } from '../cli/diagnostics';
import { customerFile, partnerFile, subscriptions, tenants } from '../cli/example';
import { removeProjects, type Ran } from '../cli/project';
import { assignmentsPath, id, listAll, roleAt, roles, type Json } from '../emulator/emulator-client';
import { PartnerDesk } from './partner-desk';

const adminAgents = id('0004', 0);
const owner = `  shop.grant('owner', { to: user('ivy@tailspin.com'), role: 'Owner', because: 'manages it' });`;
const partner = `  shop.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });`;

let desk: PartnerDesk;
beforeAll(async () => {
  desk = await PartnerDesk.open();
  desk.project.write('stacks/partner.ts', partnerFile);
});
afterAll(async () => {
  await desk.close();
  removeProjects();
});

type Customer = 'tailspin' | 'wingtip';

function declare(customer: Customer, body: string): void {
  const [tenant, ids] = [tenants[customer], { shop: subscriptions[customer] }];
  const text = customerFile(customer, { tenant, subscriptions: ids, body });
  desk.project.write(`stacks/customers/${customer}.ts`, text);
}

/** What AdminAgents has, as the customer's own application sees it. */
async function heldIn(customer: Customer): Promise<Json[]> {
  const token = await desk.client.token(tenants[customer]);
  const path = assignmentsPath(`/subscriptions/${subscriptions[customer]}`);
  const all = await listAll(desk.client, path, token);
  return all.filter(({ properties }) => properties.principalId === adminAgents);
}

const codes = ({ code, stderr }: Ran) => [code, codesIn(stderr)];
const revoke = 'partner-access revoke tailspin --auto-approve';
const reinstate = 'partner-access reinstate tailspin --auto-approve';

test('revoke refuses what the file declares, and what would cut off whoever runs it', async () => {
  declare('tailspin', `${owner}\n${partner}`);
  expect(codes(await desk.tilldela(revoke))).toEqual([1, ['partner_access_declared']]);
  declare('tailspin', owner);
  expect(codes(await desk.tilldela(revoke))).toEqual([1, ['partner_access_awaited']]);
  declare('tailspin', '');
  expect(codes(await desk.tilldela(revoke))).toEqual([3, ['own_access', 'partner_credit_lost']]);
  expect(await heldIn('tailspin')).toHaveLength(1);
});

test('revoke takes it and states what was, what Azure answered and what is now; reinstate says who can give it again', async () => {
  declare('tailspin', owner);
  expect((await desk.tilldela('apply tailspin --auto-approve')).code).toBe(0);
  const revoked = await desk.tilldela(`${revoke} --allow own_access,partner_credit_lost`);
  expect(revoked.code).toBe(0);
  expect(revoked.stdout).toMatch(/before {2}Owner/);
  expect(revoked.stdout).toMatch(/DELETE answered 200 at 20\S+Z, request id\s+[0-9a-f-]{36}/);
  expect(flat(revoked.stdout)).toMatch(/nottobereadanymorebywhosignedin\s*readGETanswered40[34]/);
  expect(revoked.stderr).toContain(`-ObjectId ${adminAgents} -ObjectType ForeignGroup`);
  expect(await heldIn('tailspin')).toEqual([]);
  // What else the file declares is not part of it.
  expect(revoked.stdout).not.toContain('ivy');

  declare('tailspin', `${owner}\n${partner}`);
  const lockedOut = await desk.tilldela(reinstate);
  expect(lockedOut.code).toBe(1);
  expect(lockedOut.stderr).toContain('az role assignment create');
});

test('reinstate gives what the file declares where somebody may, and nothing else', async () => {
  const [born] = await heldIn('wingtip');
  const token = await desk.client.token(tenants.wingtip);
  await desk.client.call(`${born.id}?api-version=2022-04-01`, { method: 'DELETE', token });
  const asApplication = (line: string) => desk.project.run(...line.split(' '));
  const reinstate = 'partner-access reinstate wingtip --auto-approve';
  const reader = `  shop.grant('readers', { to: group('Backup team'), role: 'Reader' });`;

  declare('wingtip', reader);
  expect(codes(await asApplication(reinstate))).toEqual([1, ['partner_access_undeclared']]);
  declare('wingtip', `${partner}\n${reader}`);
  const given = await asApplication(reinstate);
  expect(given.code).toBe(0);
  expect(given.stdout).toMatch(/PUT answered 201/);
  expect(given.stdout).toMatch(/now {5}Owner/);
  expect(await heldIn('wingtip')).toHaveLength(1);
  expect((await asApplication(reinstate)).stderr).toContain('Nothing to change.');
  expect((await asApplication('plan wingtip')).stdout).toContain('1 to add, 0 to change, 0 to destroy');
});

test('where nobody here may give it, reinstate hands it off, with a statement for programs, and is done once the customer did', async () => {
  const token = await desk.client.token(tenants.wingtip);
  const scope = `/subscriptions/${subscriptions.wingtip}`;
  const version = '?api-version=2022-04-01';
  for (const { id: held } of await heldIn('wingtip'))
    await desk.client.call(`${held}${version}`, { method: 'DELETE', token });
  const give = (name: string, role: string) =>
    desk.client.call(`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}${version}`, {
      method: 'PUT',
      token,
      headers: { 'Content-Type': 'application/json' },
      body: {
        properties: {
          roleDefinitionId: roleAt(scope, role),
          principalId: adminAgents,
          principalType: 'ForeignGroup',
        },
      },
    });
  expect((await give(id('0008', 901), roles.reader)).status).toBe(201);
  declare('wingtip', partner);

  const handedOff = await desk.tilldela('partner-access reinstate wingtip --auto-approve --json');
  expect(handedOff.code).toBe(2);
  expect(JSON.parse(handedOff.stdout)).toMatchObject({
    customer: 'wingtip',
    places: [{ alias: 'shop', requests: [], after: [{ role: roles.reader }] }],
  });
  expect(handedOff.stderr).toContain("For the customer's administrator:");
  expect(handedOff.stderr).toContain("The role that the partner's group has here does not permit it.");
  expect(handedOff.stderr).toContain("--assignee-principal-type='ForeignGroup'");

  expect((await give(id('0008', 902), roles.owner)).status).toBe(201);
  const again = await desk.tilldela('partner-access reinstate wingtip --auto-approve --json');
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('Nothing to change.')]);
  expect(JSON.parse(again.stdout).places[0].after).toHaveLength(2);
});
