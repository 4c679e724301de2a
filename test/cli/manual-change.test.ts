import { flat, widthOf } from './diagnostics';
import { startEmulator } from './emulator';
import { roleIds, subscriptions, tenants, users } from './example';
import { exampleFleet, Project, removeProjects } from './project';

afterAll(removeProjects);

const subscription = `/subscriptions/${subscriptions.fabrikam}`;
const name = 'a1a1a1a1-1111-4111-8111-111111111111';
const assignment = `${subscription}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const url = `${assignment}?api-version=2022-04-01`;
const asOwner = {
  properties: {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleIds.owner}`,
    principalId: users.noor,
    principalType: 'User',
  },
};

test.concurrent(
  'access given by hand is drift with assignment, principal, role, scope and origin, and apply leaves it (pain 14)',
  async () => {
    const project = exampleFleet();
    const emulator = await startEmulator(project);
    expect((await project.run('apply', 'fabrikam', '--auto-approve')).code).toBe(0);
    expect((await emulator.call('PUT', url, tenants.fabrikam, asOwner)).status).toBe(201);

    const drifted = await project.run('drift', 'fabrikam');
    expect(drifted.code).toBe(2);
    expect(drifted.stdout).toContain('? Owner for "noor@fabrikam.com" (User) on main');
    expect(flat(drifted.stdout)).toContain(flat(`id ${assignment}`));
    expect(drifted.stdout).toContain(`principal  ${users.noor}`);
    expect(widthOf(drifted.stdout)).toBeLessThanOrEqual(80);
    expect(drifted.stdout).toContain('origin     assigned directly, outside the declaration');

    const asJson = await project.run('drift', 'fabrikam', '--json');
    expect(asJson.code).toBe(2);
    const [found] = JSON.parse(asJson.stdout).customers[0].unmanaged;
    expect(JSON.stringify(found)).toContain(assignment);
    expect(found).toMatchObject({ origin: 'direct' });

    // It is not among what a plan would change, and an apply leaves it.
    expect((await project.run('plan', 'fabrikam', '--detailed-exitcode')).code).toBe(0);
    expect((await project.run('apply', 'fabrikam', '--auto-approve')).code).toBe(0);
    expect((await emulator.call('GET', url, tenants.fabrikam)).body.properties.principalId).toBe(users.noor);

    await emulator.call('DELETE', url, tenants.fabrikam);
    expect((await project.run('drift', 'fabrikam')).code).toBe(0);
    await emulator.stop();
  },
);

test.concurrent('a declared grant that somebody removes is drift, and apply puts it back', async () => {
  const project = exampleFleet();
  await project.run('apply', 'tailspin', '--auto-approve');
  const emulator = await startEmulator(project);
  const list = await emulator.call(
    'GET',
    `/subscriptions/${subscriptions.tailspin}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
    tenants.tailspin,
  );
  const owners = list.body.value.filter(
    ({ properties }: { properties: { principalType: string } }) => properties.principalType === 'User',
  );
  expect(owners).toHaveLength(1);
  await emulator.call('DELETE', `${owners[0].id}?api-version=2022-04-01`, tenants.tailspin);

  const drifted = await project.run('drift', 'tailspin');
  expect(drifted.code).toBe(2);
  expect(drifted.stdout).toContain('+ Owner for "ivy@tailspin.com" (User) on shop');
  expect(flat(drifted.stdout)).toContain(flat('stacks/customers/tailspin.ts:17'));

  await project.run('apply', 'tailspin', '--auto-approve');
  expect(
    (await emulator.call('GET', `${owners[0].id}?api-version=2022-04-01`, tenants.tailspin)).status,
  ).toBe(200);
  await emulator.stop();
});

test.concurrent(
  'one emulator serves a folder; Ctrl-C ends it with 0, and reset makes it as it was at first',
  async () => {
    const project = exampleFleet();
    const emulator = await startEmulator(project);
    await project.run('apply', 'wingtip', '--auto-approve');

    const [second, reset] = await Promise.all([
      project.run('emulator', 'start'),
      project.run('emulator', 'reset'),
    ]);
    for (const refused of [second, reset]) {
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(emulator.environment['EMULATOR']);
    }

    const ended = await emulator.stop('SIGINT');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('End it with Ctrl-C.');

    expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0); // its state is kept
    const lock = 'stacks/customers/wingtip.emulator.lock.json';
    expect(project.has(lock)).toBe(true);
    const done = await project.run('emulator', 'reset');
    expect([done.code, done.stdout]).toEqual([0, '']);
    expect(done.stderr).toContain('Lock files removed: wingtip.');
    expect(project.has(lock)).toBe(false); // what it says was applied is gone
    expect((await project.run('plan', 'wingtip', '--summary')).stdout).toMatch(/wingtip +2 /);
  },
);

test.concurrent('an emulator that was killed is not mistaken for a running one', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  await emulator.stop('SIGKILL');
  expect(project.has('.tilldela/emulator/server.json')).toBe(true);
  expect((await project.run('plan', 'tailspin')).code).toBe(0);
});

test.concurrent(
  'the environment block can be pasted into a shell where the folder has a blank in its name',
  async () => {
    const project = new Project('my place ');
    const emulator = await startEmulator(project, '--port', '0');
    expect(emulator.environment['SSL_CERT_FILE']).toBe(project.path('.tilldela/emulator/ca.pem'));
    expect((await emulator.stop('SIGTERM')).stdout).toContain(`export SSL_CERT_FILE='${project.folder}/`);
  },
);

test.concurrent('an emulator that cannot start says why', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  const port = emulator.environment['EMULATOR']?.split(':').at(-1) ?? '';
  const other = exampleFleet();
  const [taken, impossible] = await Promise.all([
    other.run('emulator', 'start', '--port', port),
    other.run('emulator', 'start', '--port', '99999'),
  ]);
  expect(taken.code).toBe(1);
  expect(taken.stderr).toContain('EADDRINUSE');
  expect(impossible.code).toBe(1);
  for (const { stderr } of [taken, impossible]) expect(stderr).not.toContain('internal_error');
  await emulator.stop();

  project.write('.tilldela/emulator/world.json', '{ "tenants": [');
  const damaged = await project.run('plan', 'tailspin');
  expect(damaged.code).toBe(1);
  expect(flat(damaged.stderr)).toContain(
    flat("world.json is not JSON. Delete the emulator's folder to start over."),
  );
});
