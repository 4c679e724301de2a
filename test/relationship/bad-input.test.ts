import { runCustomers } from '../../src/cli/runs/customers';
import { runCustomersAdd } from '../../src/cli/runs/customers-add';
import { runRelationshipApply } from '../../src/cli/runs/relationship-apply';
import { runRelationshipExtend, runRelationshipTerminate } from '../../src/cli/runs/relationship-change';
import { runRelationshipRequest } from '../../src/cli/runs/relationship-request';
import { runRelationshipStatus } from '../../src/cli/runs/relationship-status';
import { runRelationshipWatch } from '../../src/cli/runs/relationship-watch';
import { credentialFor } from '../../src/azure';
import type { DiagnosticError } from '../../src/diagnostics';
import { exampleWorld, type Tenant } from '../../src/emulator';
import type { Guid } from '../../src/model';
import { connectPartner, findPartnerCustomer, resellerInvitation } from '../../src/provider';
import { addFaults, id, tenantWith } from '../emulator/emulator-client';
import { codesIn, flat, widthOf } from '../cli/diagnostics';
import { PartnerProject, partnerText, relationshipIn, type Said } from './partner-project';

jest.setTimeout(120_000);

const day = 24 * 3600;
const partnerTenant = id('0001', 0) as Guid;
const reseller = { resellers: [partnerTenant] };
const adatum: Tenant = tenantWith(71, { displayName: 'Adatum', domains: ['adatum.com'], ...reseller });
/** It took the domain over, and Partner Center shows it for both. */
const adatumHolding = tenantWith(72, { displayName: 'Adatum Holding', domains: ['adatum.com'], ...reseller });
const administered = (number: number): Partial<Tenant> => ({
  users: [{ id: id('0003', number), displayName: 'Ada', userPrincipalName: `ada@tenant${number}.com` }],
  globalAdministrators: [id('0003', number)],
});

/** Sold to, and without the application of the partner. */
const litware: Tenant = {
  ...tenantWith(74, { displayName: 'Litware', domains: ['litware.com'], ...reseller }),
  servicePrincipals: [],
  roleAssignments: [],
  azurePlans: [
    {
      id: id('0013', 74),
      reseller: partnerTenant,
      status: 'active',
      creationDate: '2026-01-05T08:00:00.0000000Z',
      entitlements: [{ id: id('0002', 74), friendlyName: 'Litware core', status: 'active' }],
    },
  ],
};

/** Fabrikam delegates over Azure Lighthouse; here it lets nobody of the partner in otherwise. */
const withoutPartner = (tenant: Tenant): Tenant =>
  tenant.displayName === 'Fabrikam' ? { ...tenant, servicePrincipals: [], roleAssignments: [] } : tenant;

let project: PartnerProject;
beforeEach(async () => {
  project = new PartnerProject();
  const tenants = [
    ...exampleWorld.tenants.map(withoutPartner),
    adatum,
    adatumHolding,
    litware,
    tenantWith(73, administered(73)),
  ];
  await project.start({ ...exampleWorld, tenants });
});
afterEach(() => project.close());

const customer = 'tenant73.onmicrosoft.com';
const request = (): Promise<Said> => project.run(runRelationshipRequest, { customer, autoApprove: true });
const status = (name = customer): Promise<Said> => project.run(runRelationshipStatus, { customers: [name] });
const codes = ({ code, messages }: Said) => [code, codesIn(messages)];

async function activate(): Promise<string> {
  const relationship = relationshipIn((await request()).data);
  await project.decide(relationship, 'approve');
  await project.advance(3);
  return relationship;
}

test('a customer that is not there: the next step is said, and no file is written', async () => {
  const added = await project.run(runCustomersAdd, { customer: 'woodgrove.com' });
  expect(codes(added)).toEqual([1, ['customer_not_found']]);
  expect(added.messages).toContain('tilldela relationship request woodgrove.com');
  expect(project.has('stacks/customers')).toBe(false);
  expect(codes(await status('nobody'))).toEqual([1, ['customer_not_found']]);
});

test('two customers with one domain are told apart by their tenants', async () => {
  const added = await project.run(runCustomersAdd, { customer: 'adatum.com' });
  expect(codes(added)).toEqual([1, ['customer_ambiguous']]);
  expect(added.messages).toContain(id('0001', 71));
  expect(added.messages).toContain(id('0001', 72));
  expect((await project.run(runCustomersAdd, { customer: id('0001', 72) })).code).toBe(0);
  expect(project.has('stacks/customers/adatum-holding.ts')).toBe(true);
});

test('a customer that is reached over Azure Lighthouse alone gets a file that says so', async () => {
  const added = await project.run(runCustomersAdd, { customer: 'fabrikam.com' });
  expect([added.code, codesIn(added.messages)]).toEqual([0, []]);
  const file = project.read('stacks/customers/fabrikam.ts');
  expect(file).toContain("import { CustomerStack, lighthouse, type App } from 'tilldela';");
  expect(file).toMatch(/main: '.*reads: lighthouse\(\),\n +writes: lighthouse\(\),/s);
});

test('a customer that has a file is not written again', async () => {
  expect((await project.run(runCustomersAdd, { customer: 'contoso.com' })).code).toBe(0);
  const before = project.read('stacks/customers/contoso.ts');
  const again = await project.run(runCustomersAdd, { customer: 'contoso.com', name: 'other' });
  expect(codes(again)).toEqual([1, ['customer_declared']]);
  expect(project.has('stacks/customers/other.ts')).toBe(false);
  expect(project.read('stacks/customers/contoso.ts')).toBe(before);
});

test('a request is pending, then lapses after 90 days, and watching ends then', async () => {
  await request();
  const pending = await status();
  expect(codes(pending)).toEqual([2, ['relationship_pending']]);
  expect(pending.data).toContain('pending, 90 days left');
  const watched = await project.run(runRelationshipWatch, { customer, timeout: 1 / 60_000 });
  expect(codes(watched)).toEqual([1, ['watch_timed_out']]);

  await project.advance(90 * day);
  expect(codes(await status())).toEqual([1, ['relationship_lapsed']]);
  expect(codes(await project.run(runRelationshipWatch, { customer }))).toEqual([1, ['relationship_lapsed']]);
  expect(relationshipIn((await request()).data)).toBeTruthy(); // under another name
});

test('an invitation that is declined is told from a relationship that was terminated', async () => {
  await project.decide(relationshipIn((await request()).data), 'reject');
  expect(codes(await status())).toEqual([1, ['relationship_declined']]);

  await activate();
  const ended = await project.run(runRelationshipTerminate, { customer, autoApprove: true });
  expect([ended.code, ended.messages]).toEqual([0, '']);
  await project.advance(3);
  expect(codes(await status())).toEqual([1, ['relationship_terminated']]);
  const extended = await project.run(runRelationshipExtend, { customer, autoApprove: true });
  expect(codes(extended)).toEqual([1, ['relationship_terminated']]);
});

test('an end that nothing moves is forecast, can be moved, and else comes', async () => {
  project.write(
    'stacks/partner.ts',
    partnerText(`{ roles: { 'Cloud engineers': ['Directory Readers'] }, autoExtend: false, days: 30 }`),
  );
  await activate();
  const soon = await status();
  expect(codes(soon)).toEqual([2, ['relationship_expiring']]);
  expect(soon.data).toContain('Cloud engineers has no roles, and is declared to have Directory Readers.');
  await project.advance(31 * day);
  expect(codes(await status())).toEqual([1, ['relationship_expired']]);

  await activate();
  expect((await project.run(runRelationshipExtend, { customer, autoApprove: true })).code).toBe(0);
  await project.advance(31 * day);
  expect((await status()).data).toContain('extends itself');
});

test('Global Administrator is not requested unless declared, keeps from extending, and can be given up', async () => {
  const wanted = `{ roles: { 'Cloud engineers': ['Directory Readers', 'Global Administrator'] } }`;
  project.write('stacks/partner.ts', partnerText(wanted));
  expect(codes(await request())).toEqual([1, ['invalid_relationship']]);
  project.write('stacks/partner.ts', partnerText(wanted.replace(/ \}$/, ', autoExtend: false }')));
  await activate();
  project.write('stacks/partner.ts', partnerText());
  const drifted = await status();
  expect(codes(drifted)).toEqual([2, ['global_administrator_delegated']]);
  expect(drifted.data).toContain('It has Global Administrator, which is not declared.');
  const refused = await project.run(runRelationshipExtend, { customer, autoApprove: true });
  expect(codes(refused)).toEqual([1, ['global_administrator_delegated']]);
  const dropped = await project.run(runRelationshipExtend, {
    customer,
    autoApprove: true,
    dropGlobalAdministrator: true,
  });
  expect([dropped.code, dropped.messages]).toEqual([0, '']);
  expect((await project.run(runRelationshipApply, { customer, autoApprove: true })).code).toBe(0);
  expect(await status()).toMatchObject({ code: 0, messages: '' });
});

test('without a terminal or with another answer than yes, nothing changes', async () => {
  const unasked = await project.run(runRelationshipRequest, { customer });
  expect(codes(unasked)).toEqual([1, ['usage']]);
  expect(unasked.messages).toContain('--auto-approve');
  project.answer = 'no';
  expect((await project.run(runRelationshipRequest, { customer })).code).toBe(4);
  expect(project.writes()).toEqual([]);
});

test('roles are never guessed, and a group that is not there is known before the customer is asked', async () => {
  project.write('stacks/partner.ts', partnerText(''));
  expect(codes(await request())).toEqual([1, ['relationship_undeclared']]);
  project.write('stacks/partner.ts', partnerText(`{ roles: { Nobody: ['Directory Readers'] } }`));
  expect(codes(await request())).toEqual([1, ['partner_group_unknown']]);
  project.write('stacks/partner.ts', 'export const msp = 1;\n');
  expect(codes(await request())).toEqual([1, ['partner_unknown']]);
  expect(project.writes()).toEqual([]);
});

test('a request whose answers are lost is made once', async () => {
  const lost = {
    method: 'POST',
    path: '/v1.0/tenantRelationships/**',
    action: { kind: 'reset', when: 'after' },
  };
  await addFaults(project.client, { ...lost, nth: 1 });
  const requested = await request();
  expect(requested.code).toBe(2);
  const all = await project.run(runRelationshipStatus, { customers: [customer], json: true });
  expect(JSON.parse(all.data).customers).toMatchObject([{ standing: 'pending' }]);
  const relationship = relationshipIn(requested.data);
  expect(JSON.parse(all.data).customers[0].relationship.id).toBe(relationship);
});

test('Partner Center that throttles for longer than is waited for is a diagnostic', async () => {
  const action = { kind: 'status', status: 429, retryAfter: 600 };
  await addFaults(project.client, { path: '/v1/customers', action });
  expect(codes(await project.run(runCustomers, {}))).toEqual([1, ['partner_center_throttled']]);
});

describe('a person of the partner', () => {
  const asPerson = async (options: { mfa: boolean }, name = 'sam@northwind.com') => {
    const token = await project.emulator.userToken('northwind.com', name, options);
    const credential = {
      getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    return connectPartner({ environment: project.environment, partnerTenant, credential });
  };

  test('without a second factor is told to sign in with one', async () => {
    const connection = await asPerson({ mfa: false });
    const error: unknown = await findPartnerCustomer(connection, 'contoso.com').catch(
      (each: unknown) => each,
    );
    expect((error as DiagnosticError).diagnostics).toMatchObject([
      { code: 'second_factor_missing', hint: expect.stringContaining('multifactor') },
    ]);
  });

  test('with one has the link by which a tenant accepts its reseller', async () => {
    const connection = await asPerson({ mfa: true });
    expect(await resellerInvitation(connection, id('0001', 3) as Guid)).toEqual({
      isReseller: false,
      url: expect.stringContaining('invType=ResellerRelationship'),
    });
  });
});

test('an application that is not in the directory is told who can consent', async () => {
  const { environment } = project;
  const credential = {
    getToken: () =>
      credentialFor(environment, partnerTenant, {
        clientId: id('0006', 9),
        clientSecret: 'unknown',
      }).getToken(environment.graphScope),
  };
  const connection = connectPartner({ environment, partnerTenant, credential });
  const error: unknown = await findPartnerCustomer(connection, 'contoso.com').catch((each: unknown) => each);
  expect((error as DiagnosticError).diagnostics).toMatchObject([{ code: 'consent_missing' }]);
});

test('details tell what was sold and cannot be reached, what is reached and was not sold, and why', async () => {
  await project.acceptReseller('woodgrove.com');
  const listed = await project.run(runCustomers, { details: true });
  expect(codes(listed)).toEqual([0, ['consent_missing']]);
  const shown = flat(listed.data);
  expect(shown).toContain(flat('Contoso production: sold, accessible'));
  expect(shown).toContain(flat('Woodgrove core: accessible but not sold'));
  expect(shown).toContain(flat('Litware core: sold but not accessible'));
  expect(widthOf(listed.data)).toBeLessThanOrEqual(80);
  const inJson = await project.run(runCustomers, { search: 'lit', details: true, json: true });
  expect(JSON.parse(inJson.data).customers).toMatchObject([
    {
      name: 'Litware',
      reseller: true,
      declaredAs: null,
      subscriptions: [{ sold: 'active', accessible: false }],
    },
  ]);
});

test('a customer whose groups cannot be read is listed, and the others are shown', async () => {
  await activate();
  project.write('stacks/partner.ts', partnerText());
  const path = '/v1.0/tenantRelationships/delegatedAdminRelationships/*/accessAssignments';
  await addFaults(project.client, { path, nth: 1, action: { kind: 'status', status: 403 } });
  const names = [customer, 'contoso.com'];
  const shown = await project.run(runRelationshipStatus, { customers: names, json: true });
  expect(codes(shown)).toEqual([1, ['partner_rights_missing']]);
  expect(JSON.parse(shown.data).customers).toHaveLength(1);
});

test('what is delegated over Azure Lighthouse and cannot be read is unknown, not none', async () => {
  await addFaults(project.client, { path: '/subscriptions', action: { kind: 'status', status: 403 } });
  const listed = await project.run(runCustomers, { search: 'Litware', json: true });
  expect([listed.code, codesIn(listed.messages)]).toEqual([0, ['partner_rights_missing']]);
  expect(JSON.parse(listed.data).customers).toMatchObject([{ channels: ['unknown'] }]);
});

test('apply changes whether the relationship extends itself to what is declared', async () => {
  await activate();
  const declared = `{ roles: { 'Cloud engineers': ['Directory Readers'] }, autoExtend: false }`;
  project.write('stacks/partner.ts', partnerText(declared));
  const applied = await project.run(runRelationshipApply, { customer, autoApprove: true });
  expect([applied.code, applied.messages]).toEqual([0, '']);
  expect(applied.data).toContain(`The relationship with ${customer} does not extend itself.`);
  expect(
    JSON.parse((await project.run(runRelationshipStatus, { customers: [customer], json: true })).data),
  ).toMatchObject({
    customers: [{ relationship: { extendsItself: false }, differences: [] }],
  });
});
