import { setTimeout as sleep } from 'node:timers/promises';
import { providerSchema } from '../../../src/provider/protocol/configuration';
import { textAt, unknown, type Value, type Values } from '../../../src/provider/protocol/values/value';
import { addFaults, control, id, roleAt, roles } from '../../emulator/emulator-client';
import { dynamic, openStage, schemas, told, valuesOf, type Caller, type Stage } from './stage';

jest.setTimeout(60_000);

const typeName = 'tilldela_role_assignment';
const schema = schemas[typeName];
const scope = `/subscriptions/${id('0002', 1)}`;
const helpdesk = id('0004', 0, 2);
const condition = "@Resource[a] StringEquals 'b'";

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());
afterEach(async () => {
  await control(stage.emulator, 'DELETE faults');
  const token = await stage.emulator.token('contoso.com');
  for (const path of made.splice(0)) await stage.emulator.call(path, { method: 'DELETE', token });
});

/** Paths of what a test made. */
const made: string[] = [];

/** Helpdesk agents of the partner as readers, at a resource group of this test's own. */
function declared(rest: Values = {}): Values {
  return {
    scope: `${scope}/resourceGroups/rg-web`,
    role_definition_id: roleAt(scope, roles.reader),
    principal_id: helpdesk,
    principal_type: 'ForeignGroup',
    ...rest,
  };
}

/** What Terraform proposes: the configuration, with prior values of what it leaves to the provider. */
async function plan(prior: Values | null, config: Values, provider: Caller = stage) {
  const computed: Values = { id: prior?.['id'] ?? null, name: config['name'] ?? prior?.['name'] ?? null };
  const answer = await provider.ask('PlanResourceChange', {
    typeName,
    priorState: dynamic(prior, schema),
    proposedNewState: dynamic({ ...config, ...computed }, schema),
    config: dynamic(config, schema),
  });
  return {
    planned: valuesOf(answer.plannedState, schema),
    replaced: answer.requiresReplace.map(({ steps }) => steps?.[0]?.attributeName),
    problems: told(answer.diagnostics),
  };
}

async function apply(prior: Values | null, planned: Values | null, provider: Caller = stage) {
  const answer = await provider.ask('ApplyResourceChange', {
    typeName,
    priorState: dynamic(prior, schema),
    plannedState: dynamic(planned, schema),
  });
  const state = valuesOf(answer.newState, schema);
  if (state) made.push(`${textAt(state, 'id')}?api-version=2022-04-01`);
  return {
    state,
    privateState: answer.private,
    problems: told(answer.diagnostics),
    texts: answer.diagnostics.map(({ detail }) => detail ?? '').join('\n'),
  };
}

async function read(state: Values, privateState: Uint8Array = new Uint8Array()) {
  const currentState = dynamic(state, schema);
  const answer = await stage.ask('ReadResource', { typeName, currentState, private: privateState });
  return { state: valuesOf(answer.newState, schema), problems: told(answer.diagnostics) };
}

async function create(config: Values): Promise<Values> {
  const { planned } = await plan(null, config);
  const { state, problems } = await apply(null, planned);
  expect(problems).toEqual([]);
  return state as Values;
}

const remove = (state: Values) => apply(state, null);

/** What Azure has under the id of the state. */
async function inAzure(state: Values) {
  const token = await stage.emulator.token('contoso.com');
  return (await stage.emulator.call(`${textAt(state, 'id')}?api-version=2022-04-01`, { token })).body;
}

describe('planning', () => {
  it('names a new assignment the same for everybody, and leaves the id to Azure', async () => {
    const { planned } = await plan(null, declared());
    expect(planned).toMatchObject({ id: unknown, name: 'f6cc17b0-a0ce-5c4e-a10d-a13ae0a13f33' });
    expect((await plan(null, declared())).planned).toEqual(planned);
  });

  it('leaves the name open while anything that it is derived from is not known', async () => {
    for (const name of ['scope', 'role_definition_id', 'principal_id']) {
      expect((await plan(null, declared({ [name]: unknown }))).planned).toMatchObject({ name: unknown });
    }
  });

  it('shows no change for values that are written otherwise and mean the same', async () => {
    const state = await create(
      declared({ condition: "@Resource[a] StringEquals 'b'", condition_version: '2.0' }),
    );
    const otherwise = declared({
      scope: `/SUBSCRIPTIONS/${id('0002', 1)}/resourcegroups/RG-WEB/`,
      role_definition_id: roles.reader,
      principal_id: helpdesk.toUpperCase(),
      condition: `  ${condition}\r\n`,
      condition_version: '2.0',
      description: '',
    });
    expect(await plan(state, otherwise)).toEqual({ planned: state, replaced: [], problems: [] });
  });

  it('replaces for what Azure keeps fixed, and changes description and condition in place', async () => {
    const state = { ...declared(), id: 'x', name: helpdesk, description: 'a' };
    const replacedBy = async (rest: Values) =>
      (await plan(state, { ...declared(), description: 'a', ...rest })).replaced;
    expect(await replacedBy({ scope })).toEqual(['scope']);
    expect(await replacedBy({ role_definition_id: roles.owner })).toEqual(['role_definition_id']);
    expect(await replacedBy({ principal_id: id('0004', 0, 1) })).toEqual(['principal_id']);
    expect(await replacedBy({ principal_id: unknown })).toEqual(['principal_id']);
    expect(await replacedBy({ principal_type: 'Group' })).toEqual(['principal_type']);
    expect(await replacedBy({ name: id('0008', 1, 900) })).toEqual(['name']);
    expect(await replacedBy({ description: 'b', condition: '(1)', condition_version: '2.0' })).toEqual([]);
  });

  it('needs no Azure: an unreachable cloud and unknown provider arguments are no hindrance', async () => {
    const provider = await stage.open();
    const config = dynamic({ tenant_id: unknown }, providerSchema);
    expect((await provider.ask('ConfigureProvider', { config })).diagnostics).toEqual([]);
    expect((await plan(null, declared(), provider)).planned).toMatchObject({ name: unknown, id: unknown });
    expect((await apply(null, { ...declared(), name: helpdesk }, provider)).problems).toEqual([
      ': An argument of the provider block is known only after the apply.',
    ]);
  });
});

describe('validation', () => {
  async function problems(config: Values) {
    const answer = await stage.ask('ValidateResourceConfig', { typeName, config: dynamic(config, schema) });
    return told(answer.diagnostics);
  }

  it('names the argument of each mistake, all at once', async () => {
    const config = declared({
      name: 'mine',
      scope: '/subscription/1',
      role_definition_id: 'Reader',
      principal_id: '1',
      principal_type: 'group',
      condition: '((',
      timeouts: { create: 'soon', read: '5m', update: null, delete: '-1s' },
    });
    expect(await problems(config)).toEqual([
      'name: "mine" is no GUID.',
      'scope: "/subscription/1" is no scope that Azure has.',
      'role_definition_id: "Reader" is no id of a role.',
      'principal_id: "1" is no object id.',
      'principal_type: "group" is no type of principal.',
      'condition: A condition needs a version.',
      'timeouts.create: "soon" is no duration.',
      'timeouts.delete: "-1s" is no duration.',
    ]);
  });

  it('says nothing of what is not known yet', async () => {
    const names = ['name', 'scope', 'role_definition_id', 'principal_id', 'principal_type', 'condition'];
    const open = Object.fromEntries([...names, 'timeouts'].map((name): [string, Value] => [name, unknown]));
    expect(await problems(open)).toEqual([]);
    expect(await problems(declared({ condition: '((', condition_version: unknown }))).toEqual([
      'condition: In line 1 of the condition, ( has no counterpart.',
    ]);
  });
});

describe('the life of an assignment', () => {
  it('is made for a foreign group, changed in place, and removed', async () => {
    const state = await create(declared({ description: 'Helpdesk looks' }));
    const made = await inAzure(state);
    expect(made.properties).toMatchObject({ principalType: 'ForeignGroup', description: 'Helpdesk looks' });

    const wanted = { ...state, description: 'Helpdesk reads', condition, condition_version: '2.0' };
    expect(await apply(state, wanted)).toMatchObject({ state: wanted, problems: [] });
    const changed = await inAzure(state);
    expect(changed.properties).toMatchObject({ description: 'Helpdesk reads', condition });
    expect(changed.properties.createdOn).toBe(made.properties.createdOn);

    const bare = { ...state, description: null };
    expect((await apply(wanted, bare)).problems).toEqual([]);
    expect((await inAzure(state)).properties).toMatchObject({ description: expect.not.stringMatching(/./) });
    expect(await read(bare)).toEqual({ state: bare, problems: [] });

    expect(await remove(state)).toMatchObject({ state: null, problems: [] });
    expect((await inAzure(state)).error.code).toBe('RoleAssignmentNotFound');
    expect(await remove(state)).toMatchObject({ state: null, problems: [] });
  });

  it('shows what somebody else changed, and that it is gone', async () => {
    const state = await create(declared({ description: 'mine' }));
    const token = await stage.emulator.token('contoso.com');
    const { properties } = await inAzure(state);
    const path = `${textAt(state, 'id')}?api-version=2022-04-01`;
    const body = { properties: { ...properties, description: 'theirs' } };
    await stage.emulator.call(path, { method: 'PUT', token, body });
    expect(await read(state)).toEqual({ state: { ...state, description: 'theirs' }, problems: [] });
    await stage.emulator.call(path, { method: 'DELETE', token });
    expect(await read(state)).toEqual({ state: null, problems: [] });
    expect(await apply(state, { ...state, description: 'x' })).toMatchObject({
      state,
      problems: [expect.stringContaining('does not exist any more')],
    });
  });

  it('never takes a failure to read for "gone"', async () => {
    const state = await create(declared());
    const status = { kind: 'status', status: 403, code: 'AuthorizationFailed' };
    await addFaults(stage.emulator, { method: 'GET', contains: textAt(state, 'name'), action: status });
    const answer = await read(state);
    expect(answer.state).toEqual(null);
    expect(answer.problems).toEqual([expect.stringMatching(/^scope: .*could not be read.*403/)]);
  });

  it('waits for one that was just made and that Azure does not show yet', async () => {
    const { planned } = await plan(null, declared());
    const { state, privateState } = await apply(null, planned);
    await addFaults(stage.emulator, {
      method: 'GET',
      contains: textAt(state ?? {}, 'name'),
      count: 2,
      action: { kind: 'status', status: 404, code: 'RoleAssignmentNotFound' },
    });
    expect(await read(state as Values, privateState)).toEqual({ state, problems: [] });
  });

  it('takes over nothing silently: what exists is imported, under the name that it has', async () => {
    const state = await create(declared());
    const again = await apply(null, { ...state, id: unknown });
    expect(again.problems).toEqual([`: Azure has ${textAt(state, 'id')}.`]);
    expect(again.texts).toContain('import {');
    const otherName = await apply(null, { ...state, id: unknown, name: id('0008', 1, 901) });
    expect(otherName.state).toBeNull();
    expect(otherName.texts).toContain(`Set name = "${textAt(state, 'name')}"`);

    // Azurerm's ids may have the tenant after a bar.
    const { importedResources } = await stage.ask('ImportResourceState', {
      typeName,
      id: `${textAt(state, 'id')}|${id('0001', 1)}`,
    });
    const imported = valuesOf(importedResources[0]?.state, schema) as Values;
    expect(await read(imported)).toEqual({ state: { ...state, timeouts: null }, problems: [] });
  });

  it('is moved from azurerm with nothing left to change, and from nothing else', async () => {
    const state = await create(declared());
    const kept = {
      ...state,
      id: `${textAt(state, 'id')}|${id('0001', 1)}`,
      condition: '',
      condition_version: '',
      skip_service_principal_aad_check: null,
      timeouts: null,
    };
    const move = (sourceTypeName: string) =>
      stage.ask('MoveResourceState', {
        sourceProviderAddress: 'registry.terraform.io/hashicorp/azurerm',
        sourceTypeName,
        sourceState: { json: Buffer.from(JSON.stringify(kept)) },
        targetTypeName: typeName,
      });
    const { targetState } = await move('azurerm_role_assignment');
    const moved = valuesOf(targetState, schema) as Values;
    expect(await read(moved)).toEqual({ state: { ...state, timeouts: null }, problems: [] });
    const { diagnostics } = await move('azurerm_role_definition');
    expect(told(diagnostics)).toEqual([expect.stringContaining('azurerm_role_definition')]);
  });

  it('says how an import id is written', async () => {
    const { diagnostics } = await stage.ask('ImportResourceState', { typeName, id: `${scope}/x` });
    expect(told(diagnostics)).toEqual([`id: "${scope}/x" is no resource id of a role assignment.`]);
  });

  it('puts what Azure refuses at the argument that it is about', async () => {
    const refused = (code: string) =>
      addFaults(stage.emulator, { method: 'PUT', action: { kind: 'status', status: 400, code } });
    const { planned } = await plan(null, declared());
    await refused('UnmatchedPrincipalType');
    expect((await apply(null, planned)).problems).toEqual([expect.stringMatching(/^principal_type: /)]);
    await control(stage.emulator, 'DELETE faults');
    await refused('InvalidCondition');
    expect((await apply(null, planned)).problems).toEqual([expect.stringMatching(/^condition: /)]);
  });
});

describe('time', () => {
  const slowly = (milliseconds: number) =>
    addFaults(stage.emulator, { method: 'PUT', action: { kind: 'delay', milliseconds } });

  it('limits an operation as the block says', async () => {
    await slowly(4_000);
    const role = { role_definition_id: roles.contributor };
    const { planned } = await plan(null, declared({ ...role, timeouts: { create: '2s' } }));
    const begun = Date.now();
    const { problems, state, privateState } = await apply(null, planned);
    expect(Date.now() - begun).toBeLessThan(3_500);
    expect(problems).toEqual([': There was no result within 2 s.']);
    // Azure makes it all the same: Terraform has it, tainted, and finds it.
    const name = textAt(planned as Values, 'name') ?? '';
    expect(state).toEqual({ ...planned, id: expect.stringMatching(new RegExp(`/${name}$`)) });
    expect((await read(state as Values, privateState)).state).toEqual(state);
  });

  it('of an answer that is lost leaves nothing that no state has; of a refusal nothing', async () => {
    const { planned } = await plan(null, declared());
    const action = { kind: 'status', status: 403, code: 'AuthorizationFailed' };
    await addFaults(stage.emulator, { method: 'PUT', action });
    expect((await apply(null, planned)).state).toBeNull();
    await control(stage.emulator, 'DELETE faults');
    await addFaults(stage.emulator, { method: 'PUT', action: { kind: 'reset', when: 'after' } });
    const provider = await stage.open();
    await provider.ask('ConfigureProvider', { config: dynamic({}, providerSchema) });
    const creating = apply(null, planned, provider);
    const path = `${scope}/resourceGroups/rg-web/providers/Microsoft.Authorization/roleAssignments`;
    const id = `${path}/${textAt(planned as Values, 'name')}`;
    while (!(await inAzure({ id })).name) await sleep(50);
    await provider.ask('StopProvider', {}); // so that it is not tried for minutes
    const { state, problems } = await creating;
    expect(problems).toEqual([expect.stringContaining('Terraform stops.')]);
    expect(state).toEqual({ ...planned, id });
  });

  it('ends with what was under way when Terraform stops, and begins nothing new', async () => {
    const provider = await stage.open();
    await provider.ask('ConfigureProvider', { config: dynamic({}, providerSchema) });
    const config = declared({ scope });
    const { planned } = await plan(null, config, provider);
    await slowly(1_500);
    const creating = apply(null, planned, provider);
    await sleep(700);
    await provider.ask('StopProvider', {});
    const { state, problems } = await creating;
    expect(problems).toEqual([]); // it was made, so that the state must have it
    expect((await inAzure(state as Values)).name).toBe(planned?.['name']);
    expect((await apply(state, null, provider)).problems).toEqual([': Terraform stops; nothing was begun.']);
  });

  it('does not wait for another try when Terraform stops', async () => {
    const provider = await stage.open();
    await provider.ask('ConfigureProvider', { config: dynamic({}, providerSchema) });
    const throttled = { kind: 'status', status: 429, retryAfter: 50 };
    await addFaults(stage.emulator, { method: 'PUT', action: throttled });
    const { planned } = await plan(null, declared({ scope }), provider);
    const creating = apply(null, planned, provider);
    await sleep(1_000);
    const stopped = Date.now();
    await provider.ask('StopProvider', {});
    expect((await creating).problems).toEqual([expect.stringContaining('Terraform stops.')]);
    expect(Date.now() - stopped).toBeLessThan(3_000);
  });
});

it('keeps the secret out of everything that it says and logs', async () => {
  const provider = await stage.open();
  const secret = 'a-secret-of-the-application';
  const config = dynamic({ client_secret: secret }, providerSchema);
  await provider.ask('ConfigureProvider', { config });
  const { problems, texts } = await apply(null, { ...declared(), name: helpdesk }, provider);
  expect(problems).toEqual([expect.stringContaining('No token')]);
  expect([...problems, texts, ...stage.log].join('\n')).not.toContain(secret);
  const { provider: described } = await stage.ask('GetProviderSchema', {});
  const attributes = described?.block?.attributes ?? [];
  expect(attributes.filter(({ sensitive }) => sensitive).map(({ name }) => name)).toEqual([
    'client_certificate_password',
    'client_secret',
    'oidc_token',
    'oidc_request_token',
  ]);
});
