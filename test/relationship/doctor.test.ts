import { runDoctor } from '../../src/cli/runs/doctor';
import { runRelationshipApply } from '../../src/cli/runs/relationship-apply';
import { runRelationshipRequest } from '../../src/cli/runs/relationship-request';
import { exampleWorld } from '../../src/emulator';
import { addFaults, id, tenantWith } from '../emulator/emulator-client';
import { PartnerProject, partnerText, relationshipIn } from './partner-project';

jest.setTimeout(120_000);

const day = 24 * 3600;
const customer = 'proseware';
const subscription = { id: id('0002', 73), displayName: 'Core' };

const stack = (channel: string) => `import { CustomerStack, ${channel}, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  new CustomerStack(app, '${customer}', {
    partner: msp,
    tenant: '${id('0001', 73)}',
    subscriptions: { core: '${subscription.id}' },
    reads: ${channel}(),
    writes: ${channel}(),
  });
};
`;

const project = new PartnerProject();
beforeAll(async () => {
  const ada = { id: id('0003', 73), displayName: 'Ada', userPrincipalName: 'ada@proseware.com' };
  const proseware = tenantWith(73, {
    displayName: 'Proseware',
    users: [ada],
    globalAdministrators: [ada.id],
    subscriptions: [subscription],
  });
  await project.start({ ...exampleWorld, tenants: [...exampleWorld.tenants, proseware] });
  project.write(`stacks/customers/${customer}.ts`, stack('aobo'));
});
afterAll(() => project.close());

/** What is found of the relationship, as `[outcome, detail, who mends it, the next command]`. */
async function found(): Promise<unknown[]> {
  const { data } = await project.run(runDoctor, { customers: [customer], json: true });
  const { customers } = JSON.parse(data) as { customers: [{ links: Readonly<Record<string, string>>[] }] };
  return customers[0].links
    .filter(({ link }) => link === 'relationship (GDAP)')
    .map(({ outcome, detail, mendedBy, next }) => [outcome, detail, mendedBy, next]);
}

test('the doctor tells how the relationship stands, who mends it and with which command, until it is whole', async () => {
  const both = "the partner's administrator and the customer's Global Administrator";
  const again = `tilldela relationship request ${customer}`;
  expect(await found()).toEqual([['missing', `${customer} delegated nothing to your tenant.`, both, again]]);

  project.write(
    'stacks/partner.ts',
    partnerText(`{ roles: { 'Cloud engineers': ['Directory Readers'] }, autoExtend: false, days: 30 }`),
  );
  const requested = await project.run(runRelationshipRequest, { customer, autoApprove: true });
  expect(await found()).toEqual([
    [
      'missing',
      expect.stringContaining('waits for a Global Administrator of proseware, for 90 more days'),
      "the customer's Global Administrator",
      `tilldela relationship watch ${customer}`,
    ],
  ]);

  await project.decide(relationshipIn(requested.data), 'approve');
  await project.advance(3);
  const own = "the partner's administrator";
  const expiring = [
    'warning',
    expect.stringContaining('ends in'),
    own,
    `tilldela relationship extend ${customer}`,
  ];
  expect(await found()).toEqual([
    expiring,
    [
      'missing',
      'Cloud engineers has no roles, and is declared to have Directory Readers.',
      own,
      `tilldela relationship apply ${customer}`,
    ],
  ]);

  await project.run(runRelationshipApply, { customer, autoApprove: true });
  expect(await found()).toEqual([expiring]);
  const shown = await project.run(runDoctor, { customers: [customer] });
  expect(shown.data).toContain('warning  relationship (GDAP): ');

  await project.advance(31 * day);
  expect(await found()).toEqual([['missing', expect.stringMatching(/ended on \d{4}-/), both, again]]);
});

test('a relationship that cannot be read is unknown, and nobody asks where none is needed', async () => {
  const path = '/v1.0/tenantRelationships/**';
  await addFaults(project.client, { path, action: { kind: 'status', status: 403 }, nth: 1 });
  expect(await found()).toEqual([['unknown', expect.stringContaining('403'), null, expect.any(String)]]);

  project.write('stacks/partner.ts', partnerText(''));
  project.write(`stacks/customers/${customer}.ts`, stack('inTenant'));
  expect(await found()).toEqual([]);
});
