import { exampleWorld, type World } from '../../src/emulator';
import { removeProjects } from '../cli/project';
import { PartnerDesk } from './partner-desk';

/** The partner's application has no place in Fabrikam's tenant: it gets there by Azure Lighthouse alone. */
const world: World = {
  ...exampleWorld,
  tenants: exampleWorld.tenants.map((tenant) =>
    tenant.displayName === 'Fabrikam' ? { ...tenant, servicePrincipals: [] } : tenant,
  ),
};

let desk: PartnerDesk;
beforeAll(async () => {
  desk = await PartnerDesk.open(world);
});
afterAll(async () => {
  await desk.close();
  removeProjects();
});

const byApplication = (line: string) => desk.project.run(...line.split(' '));
const byPerson = (line: string) => desk.tilldela(line);

test.each([
  ['a person of the partner', 'aobo', byPerson, 'contoso'],
  ['an application in the tenant', 'inTenant', byApplication, 'tailspin'],
  ['a delegation by Azure Lighthouse', 'lighthouse', byApplication, 'fabrikam'],
] as const)('what %s reaches says so in its file, by whichever command', async (_who, channel, run, name) => {
  const file = `stacks/customers/${name}.ts`;
  const ways = `    reads: ${channel}(),\n    writes: ${channel}(),\n`;

  expect(await run(`customers add ${name}.com`)).toMatchObject({ code: 0 });
  expect(desk.project.read(file)).toContain(ways);
  desk.project.remove(file);

  const adopted = await run(`adopt ${name} --tenant ${name}.com`);
  expect(desk.project.read(file)).toContain(ways);
  // Who comes by Lighthouse has no word in the customer's directory, so that there are no names.
  expect(adopted.code).toBe(channel === 'lighthouse' ? 1 : 0);
});
