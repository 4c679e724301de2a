import { setTimeout } from 'node:timers/promises';
import { startEmulator } from './emulator';
import { roleIds, subscriptions, tenants, users } from './example';
import { exampleFleet, removeProjects, type Project } from './project';
import { isWrite, type LoggedRequest } from '../support/questions';

afterAll(removeProjects);

function requestsOf(project: Project): LoggedRequest[] {
  const lines = project.read('.tilldela/emulator/requests.jsonl').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as LoggedRequest);
}

const assignmentsOf = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments`;
const version = '?api-version=2022-04-01';

test('nothing but questions is sent by plan, drift, access and roles, whatever has drifted', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  expect((await project.run('apply', '--all', '--auto-approve')).code).toBe(0);
  // By hand: one more, one gone; and in the files: one gone, one other.
  const byHand = `${assignmentsOf(subscriptions.fabrikam)}/a1a1a1a1-1111-4111-8111-111111111111${version}`;
  const asOwner = {
    properties: {
      roleDefinitionId: `/subscriptions/${subscriptions.fabrikam}/providers/Microsoft.Authorization/roleDefinitions/${roleIds.owner}`,
      principalId: users.noor,
      principalType: 'User',
    },
  };
  expect((await emulator.call('PUT', byHand, tenants.fabrikam, asOwner)).status).toBe(201);
  const list = await emulator.call('GET', assignmentsOf(subscriptions.tailspin) + version, tenants.tailspin);
  const [ours] = list.body.value
    .filter(({ id }: { id: string }) => id.startsWith('/subscriptions/'))
    .slice(-1);
  expect((await emulator.call('DELETE', ours.id + version, tenants.tailspin)).status).toBe(200);
  project.remove('stacks/customers/wingtip.ts');

  // The log is written a moment after the answer.
  const isLogged = (): boolean =>
    requestsOf(project).some(({ method, target }) => method === 'DELETE' && target.startsWith(ours.id));
  while (!isLogged()) await setTimeout(20);
  const before = requestsOf(project);
  expect(before.some(isWrite)).toBe(true); // else the question below is not one
  const drifted = await project.run('drift');
  const commands = [
    ['plan'],
    ['plan', '--out', 'fleet.plan.json'],
    ['plan', '--json', '--detailed-exitcode'],
    ['show', 'fleet.plan.json'],
    ['drift', '--json'],
    ['access'],
    ['access', '--json'],
    ['access', '--subscription', subscriptions.production],
    ['roles'],
    ['roles', 'refresh'],
  ];
  for (const command of commands) {
    const { code, stderr } = await project.run(...command);
    expect([command, [0, 1, 2].includes(code ?? -1), stderr.includes('internal_error')]).toEqual([
      command,
      true,
      false,
    ]);
  }
  await emulator.stop();

  expect(drifted.stdout).toContain('noor@fabrikam.com');
  expect(drifted.stdout).toContain('Missing: declared, and not in Azure (1)');
  expect(drifted.stdout).toMatch(/Coverage of the fleet: \d+ % \(managed \d+, unmanaged \d+, missing 1\)/);
  const sent = requestsOf(project).slice(before.length);
  expect(sent.filter(isWrite)).toEqual([]);
  expect(sent.filter(({ method }) => method === 'GET').length).toBeGreaterThan(50);
});
