import { customer } from '../../../src/provider/protocol/data-sources/customer';
import { unknown, type Values } from '../../../src/provider/protocol/values/value';
import { addFaults, control, id, roleAt, roles } from '../../emulator/emulator-client';
import { dynamic, openStage, schemas, told, valuesOf, type Stage } from './stage';

jest.setTimeout(60_000);

const all = { ...schemas, tilldela_customer: customer.schema };
const scope = `/subscriptions/${id('0002', 1)}`;

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());
afterEach(() => control(stage.emulator, 'DELETE faults'));

async function read(typeName: 'tilldela_access' | 'tilldela_customer', config: Values) {
  const answer = await stage.ask('ReadDataSource', { typeName, config: dynamic(config, all[typeName]) });
  return { state: valuesOf(answer.state, all[typeName]), problems: told(answer.diagnostics) };
}

describe('tilldela_access', () => {
  const born = {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 1, 1)}`,
    scope,
    inherited: false,
    role_definition_id: roleAt(scope, roles.owner),
    role_name: 'Owner',
    principal_id: id('0004', 0, 1),
    principal_type: 'ForeignGroup',
    principal_name: null,
    condition: null,
  };
  const automation = { inherited: true, principal_name: 'tilldela', role_name: 'Owner' };

  it('shows who has access at the subscription of the provider, inherited access included', async () => {
    const { state, problems } = await read('tilldela_access', {});
    expect(problems).toEqual([]);
    expect(state).toMatchObject({ scope, role_assignments_used: 1 });
    expect(state?.['assignments']).toEqual([expect.objectContaining(automation), born]);
    expect(state?.['principal_ids']).toEqual([id('0004', 0, 1), id('0005', 1)]);
  });

  it('shows at a resource group what is above it, and not what is beside it', async () => {
    const { state } = await read('tilldela_access', { scope: `${scope}/resourceGroups/rg-web` });
    expect(state?.['assignments']).toEqual([
      expect.objectContaining(automation),
      { ...born, inherited: true },
    ]);
    const management = `/providers/Microsoft.Management/managementGroups/${id('0001', 1)}`;
    const above = (await read('tilldela_access', { scope: management })).state;
    expect(above?.['assignments']).toEqual([expect.objectContaining({ inherited: false })]);
  });

  it('finds roles by name in any letter case and by id, and knows none of a wrong name', async () => {
    const ids = async (...names: string[]) =>
      (await read('tilldela_access', { roles: names })).state?.['principal_ids'];
    expect(await ids('owner')).toEqual(await ids(roleAt('', roles.owner)));
    expect(await ids('Reader')).toEqual([]);
    expect((await read('tilldela_access', { roles: ['Owner', 'Raeder'] })).problems).toEqual([
      `roles: There is no role "Raeder" at ${scope}.`,
    ]);
  });

  it('fails where the scope cannot be read: unread is never empty', async () => {
    const status = { kind: 'status', status: 403, code: 'AuthorizationFailed' };
    await addFaults(stage.emulator, { path: '/**/roleAssignments', action: status });
    expect(await read('tilldela_access', {})).toEqual({
      state: null,
      problems: [expect.stringMatching(/^scope: Subscription .* could not be read/)],
    });
  });

  it('refuses what is no scope, and waits for one that is not known', async () => {
    const problems = async (config: Values) => {
      const request = { typeName: 'tilldela_access', config: dynamic(config, all.tilldela_access) };
      return told((await stage.ask('ValidateDataResourceConfig', request)).diagnostics);
    };
    expect(await problems({ scope: '/' })).toEqual([
      'scope: "/" is no management group and nothing in a subscription.',
    ]);
    expect(await problems({ scope: unknown, roles: unknown })).toEqual([]);
  });
});

describe('tilldela_customer', () => {
  it('is the tenant of the provider, or that of a domain, with its subscriptions', async () => {
    const { state } = await read('tilldela_customer', {});
    expect(state).toMatchObject({ tenant_id: id('0001', 1) });
    expect(state?.['subscriptions']).toEqual([
      { id: scope, subscription_id: id('0002', 1), display_name: 'Contoso production' },
      expect.objectContaining({ subscription_id: id('0002', 1, 2) }),
    ]);
    const other = await read('tilldela_customer', { domain: 'tailspin.com' });
    expect(other.state).toMatchObject({ tenant_id: id('0001', 4), domain: 'tailspin.com' });
  });

  it('says which domain nobody has', async () => {
    const { problems } = await read('tilldela_customer', { domain: 'nobody.example' });
    expect(problems).toEqual([expect.stringContaining('The tenant of the domain nobody.example')]);
  });
});
