import { codesIn, diagnosticsIn, flat } from './diagnostics';
import { startEmulator } from './emulator';
import { roleIds, subscriptions, tenants } from './example';
import { exampleFleet, removeProjects, type Project } from './project';

afterAll(removeProjects);

/** The service principal `tilldela` in tailspin's tenant. */
const automation = 'e0e0e0e0-0005-4000-8000-000004000001';

const ivy = `  shop.grant('owner', {
    to: user('ivy@tailspin.com'),
    role: 'Owner',
    because: 'Tailspin manages its access itself',
  });
`;

/** Tailspin as applied, and then without the line that makes ivy Owner. */
async function withoutOwner(): Promise<Project> {
  const project = exampleFleet();
  const { code, stdout, stderr } = await project.run('apply', 'tailspin', '--auto-approve');
  expect({ code, output: code === 0 ? '' : stdout, stderr }).toEqual({ code: 0, output: '', stderr: '' });
  project.edit('stacks/customers/tailspin.ts', ivy, '');
  return project;
}

test.concurrent('removing the last Owner exits 3 and changes nothing, until the guard is named', async () => {
  const project = await withoutOwner();

  const planned = await project.run('plan', 'tailspin');
  expect(planned.code).toBe(3);
  expect(diagnosticsIn(planned.stderr)).toEqual([
    expect.objectContaining({ severity: 'Error', code: 'last_owner' }),
  ]);
  expect(flat(planned.stderr)).toContain(flat('It would lose ivy@tailspin.com.'));

  const refused = await project.run('apply', 'tailspin', '--auto-approve');
  expect(refused.code).toBe(3);
  expect((await project.run('plan', 'tailspin')).stdout).toContain('1 to destroy');

  const allowed = await project.run('apply', 'tailspin', '--auto-approve', '--allow', 'last_owner');
  expect(allowed.code).toBe(0);
  expect(allowed.stdout).toContain('1 destroyed');
  expect(diagnosticsIn(allowed.stderr)).toEqual([
    expect.objectContaining({ severity: 'Warning', code: 'last_owner' }),
  ]);
  expect(await project.run('plan', 'tailspin', '--detailed-exitcode')).toMatchObject({ code: 0, stderr: '' });
});

test.concurrent(
  'a saved plan is refused too, and says nothing of what was allowed when it was made',
  async () => {
    const project = await withoutOwner();
    const planned = await project.run('plan', 'tailspin', '--out', 'x.plan.json', '--allow', 'last_owner');
    expect(planned.code).toBe(0);

    const refused = await project.run('apply', '--plan', 'x.plan.json');
    expect(refused.code).toBe(3);
    expect(codesIn(refused.stderr)).toEqual(['last_owner']);

    const applied = await project.run(
      'apply',
      '--plan',
      'x.plan.json',
      '--allow',
      'last_owner,removal_budget',
    );
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('1 destroyed');
  },
);

test.concurrent(
  'a guard that did not speak when the plan was reviewed makes it stale, also where it is allowed',
  async () => {
    const project = await withoutOwner();
    const emulator = await startEmulator(project);
    const subscription = `/subscriptions/${subscriptions.tailspin}`;
    const url = `${subscription}/providers/Microsoft.Authorization/roleAssignments/a1a1a1a1-1111-4111-8111-111111111111?api-version=2022-04-01`;
    const another = {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleIds.owner}`,
      principalId: automation,
      principalType: 'ServicePrincipal',
    };
    expect((await emulator.call('PUT', url, tenants.tailspin, { properties: another })).status).toBe(201);
    expect((await project.run('plan', 'tailspin', '--out', 'x.plan.json')).code).toBe(0);

    expect((await emulator.call('DELETE', url, tenants.tailspin)).status).toBe(200);
    const applied = await project.run('apply', '--plan', 'x.plan.json', '--allow', 'last_owner');
    expect(applied.code).toBe(1);
    expect(codesIn(applied.stderr)).toContain('plan_stale');
    expect((await project.run('plan', 'tailspin')).stdout).toContain('1 to destroy');
    await emulator.stop();
  },
);

test.concurrent(
  '--allow takes guards about a plan, and says what is nearest and what to do instead',
  async () => {
    const project = exampleFleet();
    const say = async (...codes: string[]) => {
      const run = await project.run('plan', 'tailspin', ...codes.flatMap((code) => ['--allow', code]));
      const [shown] = diagnosticsIn(run.stderr);
      return { code: run.code, shown: shown?.code, text: flat(shown?.text ?? '') };
    };
    const misspelled = await say('last_owmer');
    expect(misspelled).toMatchObject({ code: 1, shown: 'usage' });
    expect(misspelled.text).toContain(flat('Did you mean last_owner?'));
    const reasoned = await say('last_owner', 'privileged_user');
    expect(reasoned).toMatchObject({ code: 1, shown: 'usage' });
    expect(reasoned.text).toContain(flat('tilldela explain privileged_user'));
    expect(await say('last_owner', 'own_access')).toMatchObject({ code: 0 });
  },
);

test.concurrent('the pipeline does not take away what it works by', async () => {
  const project = exampleFleet();
  expect(await project.run('apply', 'woodgrove', '--auto-approve')).toMatchObject({ code: 0 });
  project.edit(
    'stacks/customers/woodgrove.ts',
    `  core.grant('pipeline', {
    to: servicePrincipal('tilldela'),
    role: 'Role Based Access Control Administrator',
    because: 'applies this file from our pipeline',
  });
`,
    '',
  );
  project.edit('stacks/customers/woodgrove.ts', 'inTenant, servicePrincipal, user', 'inTenant, user');
  const planned = await project.run('plan', 'woodgrove');
  expect(planned.code).toBe(3);
  expect(diagnosticsIn(planned.stderr)).toEqual([
    expect.objectContaining({ severity: 'Error', code: 'own_access' }),
  ]);
  expect(flat(planned.stderr)).toContain(flat('would lose the right to assign roles'));

  const applied = await project.run('apply', 'woodgrove', '--auto-approve', '--allow', 'own_access');
  expect(applied.code).toBe(0);
  expect(applied.stdout).toContain('1 destroyed'); // though it cannot look any more
  expect(codesIn((await project.run('plan', 'woodgrove')).stdout)).toContain('scope_unread');
});

test.concurrent('budgets are read from the project, and a malformed one is said', async () => {
  const project = await withoutOwner();
  const settings = (removals: object) =>
    project.write('cdktf.json', JSON.stringify({ context: { cloud: 'emulator', tilldela: { removals } } }));
  settings({ perCustomer: { count: 0, percent: 0 } });
  const strict = await project.run('plan', 'tailspin', '--allow', 'last_owner');
  expect(strict.code).toBe(3);
  expect(diagnosticsIn(strict.stderr)).toContainEqual(
    expect.objectContaining({ severity: 'Error', code: 'removal_budget' }),
  );
  settings({ perCustomer: { count: 'many', percent: 0 } });
  const malformed = await project.run('plan', 'tailspin');
  expect(malformed.code).toBe(1);
  expect(codesIn(malformed.stderr)).toEqual(['unknown_setting']);
  expect(flat(malformed.stderr)).toContain('tilldela.removals.perCustomer.count');
});
