import { startEmulator } from './emulator';
import { Project, removeProjects } from './project';

afterAll(removeProjects);

test('a fleet is seeded, served, and its requests are in the log', async () => {
  const project = new Project();
  const size = ['--customers', '3', '--subscriptions', '1', '--assignments', '4', '--seed', '7'];
  const seeded = await project.run('emulator', 'seed', ...size);
  expect([seeded.code, seeded.stdout]).toEqual([0, '']);
  expect(seeded.stderr).toContain('customers 3, subscriptions 3, role assignments 12');

  const quiet = await project.run('emulator', 'log');
  expect([quiet.code, quiet.stdout]).toEqual([0, '']);

  const emulator = await startEmulator(project, '--throttle');
  const { status, body } = await emulator.call(
    'GET',
    '/subscriptions?api-version=2022-12-01',
    'customer00003.com',
  );
  expect([status, body.value.length]).toEqual([200, 1]);
  const meanwhile = await project.run('emulator', 'seed');
  expect([meanwhile.code, meanwhile.stderr]).toEqual([1, expect.stringContaining('is serving this folder')]);
  await emulator.stop();

  const { code, stdout } = await project.run('emulator', 'log');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect([code, lines.map(({ method, target }) => `${String(method)} ${String(target)}`)]).toEqual([
    0,
    expect.arrayContaining([
      'POST /customer00003.com/oauth2/v2.0/token',
      'GET /subscriptions?api-version=2022-12-01',
    ]),
  ]);
  expect(stdout).not.toContain('emulator-only-secret');
});

test('a fleet has a size', async () => {
  const project = new Project();
  for (const [option, value] of [
    ['customers', '0'],
    ['subscriptions', '1.5'],
    ['assignments', '501'],
    ['seed', 'x'],
  ] as const) {
    const { code, stderr } = await project.run('emulator', 'seed', `--${option}`, value);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`--${option} must be a whole number from 1 to`),
    ]);
  }
  expect(project.has('.tilldela')).toBe(false);
});
