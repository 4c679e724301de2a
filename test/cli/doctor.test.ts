import { flat } from './diagnostics';
import { startEmulator } from './emulator';
import { partnerFile, subscriptions, tenants } from './example';
import { emptyProject, exampleFleet, removeProjects } from './project';

afterAll(removeProjects);

interface Link {
  readonly link: string;
  readonly outcome: string;
  readonly mendedBy: string | null;
  readonly next: string | null;
}

const adminAgents = 'e0e0e0e0-0004-4000-8000-000000000001';

test('where every link holds it says so, customer by customer, and asks only questions', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  const { code, stdout } = await project.run('doctor');
  expect(code).toBe(0);
  expect(stdout.match(/Every link holds\./g)).toHaveLength(5);
  expect(flat(stdout)).toContain(flat(`AdminAgents in shop: The group`));
  await emulator.stop();
  expect(project.read('.tilldela/emulator/requests.jsonl')).not.toMatch(/"method":"(PUT|DELETE|PATCH)"/);
});

test('a foreign principal that was removed is missed by its object id, with the line that brings it back', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  const path = `/subscriptions/${subscriptions.tailspin}/providers/Microsoft.Authorization/roleAssignments`;
  const list = await emulator.call('GET', `${path}?api-version=2022-04-01`, tenants.tailspin);
  const [born] = list.body.value.filter(
    ({ properties }: { properties: { principalId: string } }) => properties.principalId === adminAgents,
  );
  await emulator.call('DELETE', `${born.id}?api-version=2022-04-01`, tenants.tailspin);

  const { code, stdout } = await project.run('doctor', 'tailspin', '--json');
  expect(code).toBe(1);
  const links = (JSON.parse(stdout) as { customers: [{ links: Link[] }] }).customers[0].links;
  expect(links.filter(({ outcome }) => outcome !== 'ok')).toEqual([
    expect.objectContaining({
      link: 'AdminAgents in shop',
      outcome: 'missing',
      mendedBy: "an Owner of the customer's subscription",
      next: `az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role Owner --scope /subscriptions/${subscriptions.tailspin}`,
    }),
  ]);
  await emulator.stop();
});

test('what is declared and not there is named link by link: the tenant, the delegation, the right to write', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  const customer = (name: string, tenant: string, ids: object, channel: string) =>
    project.write(
      `stacks/customers/${name}.ts`,
      `import { CustomerStack, lighthouse, inTenant, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  new CustomerStack(app, '${name}', {
    partner: msp, tenant: '${tenant}', subscriptions: ${JSON.stringify(ids)},
    reads: ${channel}(), writes: ${channel}(),
  });
};
`,
    );
  customer('wingtip', tenants.wingtip, { games: subscriptions.wingtip }, 'lighthouse');
  customer('contoso', tenants.contoso, { production: subscriptions.tailspin }, 'inTenant');
  customer('fabrikam', tenants.fabrikam, { main: subscriptions.fabrikam }, 'lighthouse');
  const { code, stdout } = await project.run('doctor', '--json');
  expect(code).toBe(1);
  const { customers } = JSON.parse(stdout) as { customers: { customer: string; links: Link[] }[] };
  const wrong = customers.map(({ customer: name, links }) => [
    name,
    links.filter(({ outcome }) => outcome !== 'ok').map(({ link, outcome }) => `${link}: ${outcome}`),
  ]);
  expect(Object.fromEntries(wrong)).toEqual({
    contoso: [
      'subscription production: missing',
      'reading production: missing',
      'changing access in production: unknown',
    ],
    fabrikam: ['changing access in main: missing'],
    wingtip: ['reading games: missing', 'Lighthouse in games: unknown', 'changing access in games: missing'],
  });
});
