import { runAdopt } from '../../src/cli/runs/adopt';
import { runCustomersAdd } from '../../src/cli/runs/customers-add';
import { runCustomers } from '../../src/cli/runs/customers';
import { runPlan } from '../../src/cli/runs/plan';
import { runRelationshipTerminate } from '../../src/cli/runs/relationship-change';
import { exampleWorld } from '../../src/emulator';
import { codesIn } from '../cli/diagnostics';
import { addFaults, control, id, tenantWith } from '../emulator/emulator-client';
import { PartnerProject } from './partner-project';

jest.setTimeout(120_000);

const project = new PartnerProject();
/** Another company of the name, without a delegation, so that nobody gets into its tenant but the application. */
const other = {
  ...tenantWith(75, { displayName: 'Contoso' }),
  domains: ['contosohotels.onmicrosoft.com'] as const,
  resellers: [id('0001', 0)],
};
beforeAll(() => project.start({ ...exampleWorld, tenants: [...exampleWorld.tenants, other] }));
afterAll(() => project.close());

const file = (name: string) => `stacks/customers/${name}.ts`;

test('every customer comes aboard: a file each, who fails is listed and done by the next run, and nothing changes after', async () => {
  const path = `/v1/customers/${id('0001', 2)}/**`;
  await addFaults(project.client, { path, action: { kind: 'status', status: 403 } });
  const first = await project.run(runCustomersAdd, { all: true });
  expect(first.code).toBe(1);
  expect(codesIn(first.messages)).toEqual(['partner_rights_missing']);
  expect(first.messages).toContain('at fabrikam');
  expect(first.messages).toContain('Wrote 4 files; 0 had one. 1 failed; run the command again for them.');
  expect(['contoso', 'contosohotels', 'tailspin', 'wingtip'].map((name) => project.has(file(name)))).toEqual(
    Array(4).fill(true),
  );
  expect(project.has(file('fabrikam'))).toBe(false);

  await control(project.client, 'DELETE faults');
  const before = project.read(file('contoso'));
  const second = await project.run(runCustomersAdd, { all: true });
  expect([second.code, second.data]).toEqual([0, `Wrote ${file('fabrikam')}: Fabrikam, 1 subscription.\n`]);
  expect(project.read(file('contoso'))).toBe(before);

  // One of them has no subscription, and is no reason to stop.
  const adopted = await project.run(runAdopt, { customers: [], all: true });
  expect([adopted.code, codesIn(adopted.messages)]).toEqual([1, ['adoption_refused']]);
  expect(adopted.messages).toContain('at contosohotels');
  expect(adopted.messages).toContain('Adopted 4 of 5 customers.');
  const customers = ['contoso', 'fabrikam', 'tailspin', 'wingtip'];
  expect((await project.run(runPlan, { customers, detailedExitcode: true })).code).toBe(0);
});

test('a declared channel is in force only as long as something lets it work', async () => {
  const channelsOf = async (name: string): Promise<unknown> => {
    const { data } = await project.run(runCustomers, { search: name, json: true });
    return (JSON.parse(data) as { customers: [{ channels: string[] }] }).customers[0].channels;
  };
  project.write(file('wingtip'), project.read(file('wingtip')).replaceAll('inTenant', 'aobo'));
  expect([await channelsOf('tailspin'), await channelsOf('wingtip')]).toEqual([['in-tenant'], ['aobo']]);
  await project.run(runRelationshipTerminate, { customer: 'wingtip', autoApprove: true });
  expect(await channelsOf('wingtip')).toEqual([]);
});

test('while a file cannot be run no others are made, since it may be of any of them', async () => {
  project.write(file('broken'), 'export default () => { throw new Error("no") };');
  const refused = await project.run(runCustomersAdd, { all: true });
  expect([refused.code, refused.data]).toEqual([1, '']);
});

test.each([{}, { customer: 'contoso.com', all: true }, { all: true, name: 'x' }])(
  '%j is no use',
  async (asked) => {
    const refused = await project.run(runCustomersAdd, asked);
    expect([refused.code, codesIn(refused.messages)]).toEqual([1, ['usage']]);
  },
);
