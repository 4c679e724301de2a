import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { codesIn, diagnosticsIn, flat } from './diagnostics';
import { exampleFleet, removeProjects, type Project } from './project';

const gates: Server[] = [];

afterAll(() => {
  removeProjects();
  for (const gate of gates) gate.close();
});

interface Gate {
  /** Makes it the way of every request to the network. */
  readonly environment: Readonly<Record<string, string>>;
  /** Connections that were tried. */
  readonly asked: () => number;
}

/** No request gets further than this machine: each is counted and dropped. */
async function noNetwork(): Promise<Gate> {
  let asked = 0;
  const gate = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined).destroy();
  });
  gates.push(gate);
  await once(gate.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  return { environment: { HTTPS_PROXY: origin, https_proxy: origin }, asked: () => asked };
}

/** Where there is no home, there is no sign-in of the person who runs the tests. */
const nobody = { HOME: '/nowhere', AZURE_CONFIG_DIR: '/nowhere', PATH: '/nowhere' };

const application = {
  AZURE_TENANT_ID: '11111111-0001-4000-8000-000001000001',
  AZURE_CLIENT_ID: '11111111-0006-4000-8000-000000000001',
  AZURE_CLIENT_SECRET: 'a-secret-that-nobody-may-see',
};

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
  const { environment, asked } = await noNetwork();
  const tries = (...args: string[]) => project.runWith({ ...environment, ...application }, ...args);
  const runs = await Promise.all([
    tries('plan', 'tailspin', '--cloud', 'public'),
    tries('apply', 'tailspin', '--auto-approve', '--cloud', 'usgovernment'),
    tries('access', 'tailspin', '--cloud', 'china'),
    tries('validate', 'tailspin', '--cloud', 'public'),
  ]);
  for (const { code, stderr } of runs) {
    expect(code).toBe(1);
    expect(new Set(codesIn(stderr))).toEqual(new Set(['example_on_real_cloud']));
  }
  expect(asked()).toBe(0);
  expect(project.has('.tilldela')).toBe(false); // nor is the emulator a fallback
});

test.concurrent('only the customer that is still the example is refused; the others are read', async () => {
  const project = realFleet();
  project.write('stacks/customers/wingtip.ts', exampleFleet().read('stacks/customers/wingtip.ts'));
  const { environment } = await noNetwork();
  const { code, stdout, stderr } = await project.runWith(
    { ...environment, ...nobody },
    'plan',
    '--cloud',
    'public',
  );
  expect(code).toBe(1);
  expect(new Set(diagnosticsIn(stderr).map(({ place }) => place))).toEqual(new Set(['at wingtip']));
  expect(codesIn(stdout)).toContain('token_refused');
});

test.concurrent('without credentials there is no token, and no stack trace', async () => {
  const { environment } = await noNetwork();
  const { code, stdout, stderr } = await realFleet().runWith(
    { ...environment, ...nobody },
    'plan',
    '--cloud',
    'public',
  );
  expect(code).toBe(1);
  expect(new Set(codesIn(stdout + stderr))).toEqual(new Set(['token_refused']));
  expect(stdout).toContain('az login --tenant 11111111-0001-4000-8000-000004000001');
  expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
});

const clientId = application.AZURE_CLIENT_ID;

test.concurrent.each([
  ['a certificate', { AZURE_CLIENT_CERTIFICATE_PATH: '/nowhere/app.pem' }, 'has the certificate'],
  [
    'a federated token',
    { AZURE_FEDERATED_TOKEN_FILE: '/nowhere/token' },
    'trusts issuer, subject and audience',
  ],
])('an application whose sign-in fails is not sent to az login: %s', async (_, login, advice) => {
  const { environment } = await noNetwork();
  const signIn = { ...environment, ...nobody, AZURE_CLIENT_ID: clientId, ...login };
  const { code, stdout, stderr } = await realFleet().runWith(signIn, 'plan', '--cloud', 'public');
  expect([code, [...new Set(codesIn(stdout + stderr))]]).toEqual([1, ['token_refused']]);
  expect(flat(stdout)).toContain(flat(advice));
  expect(stdout + stderr).not.toContain('az login');
});

test.concurrent('an unreachable Azure is said to be unreachable, and no secret is shown', async () => {
  const project = realFleet();
  const { environment, asked } = await noNetwork();
  const tries = (...args: string[]) => project.runWith({ ...environment, ...application }, ...args);
  const subscription = '11111111-0002-4000-8000-000004000001';
  const runs = await Promise.all([
    tries('plan', '--cloud', 'public'),
    tries('drift', '--cloud', 'china'),
    tries('apply', '--all', '--auto-approve', '--cloud', 'public'),
    tries('access', '--subscription', subscription, '--cloud', 'public'),
  ]);
  for (const { code, stdout, stderr } of runs) {
    expect(code).toBe(1);
    const [found, ...others] = new Set(codesIn(stdout + stderr));
    expect([found, others]).toEqual([expect.stringMatching(/^(azure_unreachable|token_refused)$/), []]);
    expect(stdout + stderr).not.toContain(application.AZURE_CLIENT_SECRET);
  }
  expect(asked()).toBeGreaterThan(0);
  expect(codesIn(runs[0]?.stdout ?? '')).toContain('azure_unreachable');
  expect(runs[1]?.stdout).not.toContain('No drift: ');
  expect(project.has('stacks/customers/tailspin.lock.json')).toBe(false);
});
