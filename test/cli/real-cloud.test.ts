import { codesIn, diagnosticsIn } from './diagnostics';
import { exampleFleet, removeProjects, type Project } from './project';

afterAll(removeProjects);

/** No request gets further than this machine: what is listening there is nothing. */
const noNetwork = { HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' };

/** Where there is no home, there is no sign-in of the person who runs the tests. */
const nobody = { ...noNetwork, HOME: '/nowhere', AZURE_CONFIG_DIR: '/nowhere', PATH: '/nowhere' };

const application = {
  ...noNetwork,
  AZURE_TENANT_ID: '11111111-0001-4000-8000-000001000001',
  AZURE_CLIENT_ID: '11111111-0006-4000-8000-000000000001',
  AZURE_CLIENT_SECRET: 'a-secret-that-nobody-may-see',
};

/** Long enough for four attempts of each request, short enough for a person who waits. */
const patience = 20_000;

function realFleet(): Project {
  const project = exampleFleet();
  for (const file of ['partner', 'customers/tailspin']) {
    const name = `stacks/${file}.ts`;
    project.write(name, project.read(name).replaceAll('e0e0e0e0-', '11111111-'));
  }
  for (const other of ['contoso', 'fabrikam', 'wingtip', 'woodgrove'])
    project.remove(`stacks/customers/${other}.ts`);
  return project;
}

test.concurrent('the example is refused on a real cloud before anything is asked', async () => {
  const project = exampleFleet();
  const started = Date.now();
  const runs = await Promise.all([
    project.runWith(application, 'plan', 'tailspin', '--cloud', 'public'),
    project.runWith(application, 'apply', 'tailspin', '--auto-approve', '--cloud', 'usgovernment'),
    project.runWith(application, 'access', 'tailspin', '--cloud', 'china'),
    project.runWith(application, 'validate', 'tailspin', '--cloud', 'public'),
  ]);
  for (const { code, stderr } of runs) {
    expect(code).toBe(1);
    expect(new Set(codesIn(stderr))).toEqual(new Set(['example_on_real_cloud']));
  }
  // Four attempts at a request take five seconds.
  expect(Date.now() - started).toBeLessThan(4_500);
  expect(project.has('.tilldela')).toBe(false); // nor is the emulator a fallback
});

test.concurrent('only the customer that is still the example is refused; the others are read', async () => {
  const project = realFleet();
  project.write('stacks/customers/wingtip.ts', exampleFleet().read('stacks/customers/wingtip.ts'));
  const { code, stdout, stderr } = await project.runWith(nobody, 'plan', '--cloud', 'public');
  expect(code).toBe(1);
  expect(new Set(diagnosticsIn(stderr).map(({ place }) => place))).toEqual(new Set(['at wingtip']));
  expect(codesIn(stdout)).toContain('token_refused');
});

test.concurrent('without credentials there is no token, soon and without a stack trace', async () => {
  const started = Date.now();
  const { code, stdout, stderr } = await realFleet().runWith(nobody, 'plan', '--cloud', 'public');
  expect(code).toBe(1);
  expect(new Set(codesIn(stdout + stderr))).toEqual(new Set(['token_refused']));
  expect(stdout).toContain('az login --tenant 11111111-0001-4000-8000-000004000001');
  expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
  expect(Date.now() - started).toBeLessThan(patience);
});

test.concurrent('an unreachable Azure is said to be unreachable, soon, and no secret is shown', async () => {
  const project = realFleet();
  const started = Date.now();
  const runs = await Promise.all([
    project.runWith(application, 'plan', '--cloud', 'public'),
    project.runWith(application, 'drift', '--cloud', 'china'),
    project.runWith(application, 'apply', '--all', '--auto-approve', '--cloud', 'public'),
    project.runWith(
      application,
      'access',
      '--subscription',
      '11111111-0002-4000-8000-000004000001',
      '--cloud',
      'public',
    ),
  ]);
  for (const { code, stdout, stderr } of runs) {
    expect(code).toBe(1);
    const [found, ...others] = new Set(codesIn(stdout + stderr));
    expect([found, others]).toEqual([expect.stringMatching(/^(azure_unreachable|token_refused)$/), []]);
    expect(stdout + stderr).not.toContain(application.AZURE_CLIENT_SECRET);
  }
  expect(codesIn(runs[0]?.stdout ?? '')).toContain('azure_unreachable');
  expect(runs[1]?.stdout).not.toContain('No drift: ');
  expect(project.has('stacks/customers/tailspin.lock.json')).toBe(false);
  expect(Date.now() - started).toBeLessThan(patience);
});
