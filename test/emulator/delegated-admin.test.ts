import { decodeJwt } from 'jose';
import { entraRoles } from './delegated-admin-world';
import { control, id, listAll, startClient } from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const base = '/v1.0/tenantRelationships/delegatedAdminRelationships';
const partner = 'northwind.com';
const [contoso, woodgrove] = [id('0001', 1), id('0001', 3)];
const engineers = id('0004', 0, 3);
const day = 24 * 3600;

let client: Client;
beforeEach(async () => (client = await startClient()));
afterEach(() => client.emulator.close());

/** Sam is an admin agent; a token is asked for each time, as the clock may have been put forward. */
const sam = (): Promise<string> => client.emulator.userToken(partner, 'sam@northwind.com');
const ask = async (path: string, rest: object = {}): Promise<Reply> =>
  client.call(`${base}${path}`, { token: await sam(), ...rest });
const send = (method: string, path: string, body: object | undefined, etag?: string): Promise<Reply> =>
  ask(path, { method, body, ...(etag !== undefined && { headers: { 'If-Match': etag } }) });
const advance = (advanceSeconds: number): Promise<Reply> => control(client, 'POST clock', { advanceSeconds });
const decide = (relationship: string, action: string, rest: object = {}): Promise<Reply> =>
  control(client, 'POST delegated-admin', { relationship, action, ...rest });
const codeOf = ({ status, body }: Reply): [number, string | undefined] => [status, body?.error?.code];
const rolesOf = (...roles: string[]): object => ({
  unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })),
});

const wanted = {
  displayName: 'Woodgrove support',
  duration: 'P365D',
  customer: { tenantId: woodgrove },
  accessDetails: rolesOf(entraRoles.directoryReaders),
};

async function create(rest: object = {}): Promise<Json> {
  const { status, body } = await send('POST', '', { ...wanted, ...rest });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

async function lock(rest: object = {}): Promise<string> {
  const { id: name } = await create(rest);
  await send('POST', `/${name}/requests`, { action: 'lockForApproval' });
  return String(name);
}

async function activate(rest: object = {}): Promise<string> {
  const name = await lock(rest);
  expect((await decide(name, 'approve')).status).toBe(200);
  await advance(2);
  return name;
}

const statusOf = async (name: string): Promise<string> => (await ask(`/${name}`)).body.status;

describe('relationships', () => {
  it('30.1 are created by the partner, in the status created', async () => {
    const { status, headers, body } = await send('POST', '', wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
      id: expect.stringMatching(/^[0-9a-f-]{36}-[0-9a-f-]{36}$/),
      displayName: 'Woodgrove support',
      duration: 'P365D',
      customer: { tenantId: woodgrove, displayName: 'Woodgrove' },
      status: 'created',
      autoExtendDuration: 'PT0S',
      activatedDateTime: null,
      endDateTime: null,
      accessDetails: rolesOf(entraRoles.directoryReaders),
    });
    expect(headers['location']).toBe(`${client.emulator.origin}${base}/${body.id}`);
    expect(headers['etag']).toBe(body['@odata.etag']);
    expect((await ask(`/${body.id}`)).body).toEqual(body);
    const { body: open } = await send('POST', '', { ...wanted, displayName: 'Open', customer: undefined });
    expect(open.customer).toBeNull();
  });

  it.each<[string, object]>([
    ['no name', { displayName: undefined }],
    ['a name of 51 characters', { displayName: 'x'.repeat(51) }],
    ['less than a day', { duration: 'P0D' }],
    ['more than two years', { duration: 'P731D' }],
    ['no duration', { duration: '1 year' }],
    ['no roles', { accessDetails: rolesOf() }],
    ['a role that is no id', { accessDetails: rolesOf('Directory Readers') }],
    ['another extension', { autoExtendDuration: 'P90D' }],
    ['a customer that is not there', { customer: { tenantId: id('0001', 77) } }],
    [
      'Global Administrator with an extension',
      { autoExtendDuration: 'P180D', accessDetails: rolesOf(entraRoles.globalAdministrator) },
    ],
  ])('30.2 are refused for %s', async (_, rest) => {
    expect(codeOf(await send('POST', '', { ...wanted, ...rest }))).toEqual([400, 'badRequest']);
  });

  it('30.2 can last two years and extend themselves by 180 days', async () => {
    const made = await create({ duration: 'P2Y', autoExtendDuration: 'P180D' });
    expect(made).toMatchObject({ duration: 'P2Y', autoExtendDuration: 'P180D' });
  });

  it('30.3 have each a name of its own', async () => {
    await create();
    const again = { ...wanted, displayName: 'WOODGROVE support' };
    expect(codeOf(await send('POST', '', again))).toEqual([409, 'conflict']);
  });

  it('30.4 are listed by status and customer, in order and in pages', async () => {
    const made = await create();
    const list = (query: string): Promise<Json[]> =>
      sam().then((token) => listAll(client, `${base}${encodeURI(query)}`, token));
    expect(await list('?$top=2')).toHaveLength(5);
    const [only, ...more] = await list("?$filter=status eq 'created'");
    expect([{ ...only, '@odata.context': made['@odata.context'] }, more]).toEqual([made, []]);
    const [found, ...others] = await list(
      `?$filter=customer/tenantId eq '${contoso}' and status eq 'active'`,
    );
    expect([found.displayName, others]).toEqual(['Contoso managed services', []]);
    const names = (await list('?$orderby=displayName desc&$select=displayName')).map(
      (each) => each.displayName,
    );
    expect(names).toEqual([...names].sort().reverse());
    const { body } = await ask('?$count=true&$top=1');
    expect([body['@odata.count'], body.value.length]).toEqual([5, 1]);
    for (const wrong of [
      '$top=301',
      '$top=0',
      '$filter=duration eq 1',
      "$filter=duration eq 'P1D'",
      '$orderby=x',
    ]) {
      expect(codeOf(await ask(`?${encodeURI(wrong)}`))).toEqual([400, 'badRequest']);
    }
  });

  it('30.5 change and go only while created, against the present ETag', async () => {
    const made = await create();
    const path = `/${made.id}`;
    expect(codeOf(await send('PATCH', path, { duration: 'P30D' }))).toEqual([412, 'preconditionFailed']);
    const changed = await send('PATCH', path, { duration: 'P30D' }, made['@odata.etag']);
    expect([changed.status, changed.body.duration, changed.body.displayName]).toEqual([
      200,
      'P30D',
      'Woodgrove support',
    ]);
    const stale = made['@odata.etag'];
    expect(codeOf(await send('PATCH', path, {}, stale))).toEqual([412, 'preconditionFailed']);
    expect(codeOf(await send('DELETE', path, undefined, stale))).toEqual([412, 'preconditionFailed']);
    expect((await send('DELETE', path, undefined, changed.body['@odata.etag'])).status).toBe(204);
    expect(codeOf(await ask(path))).toEqual([404, 'notFound']);
    expect(codeOf(await ask('/x'))).toEqual([400, 'badRequest']);

    const name = await lock();
    const etag = (await ask(`/${name}`)).body['@odata.etag'];
    expect(codeOf(await send('PATCH', `/${name}`, { duration: 'P30D' }, etag))).toEqual([400, 'badRequest']);
    expect(codeOf(await send('DELETE', `/${name}`, undefined, etag))).toEqual([400, 'badRequest']);
  });

  it('30.6 are locked for approval by a request, once', async () => {
    const { id: name } = await create();
    const path = `/${name}/requests`;
    const { status, headers, body } = await send('POST', path, { action: 'lockForApproval' });
    expect([status, body.action, body.status]).toEqual([201, 'lockForApproval', 'created']);
    expect(headers['location']).toBe(`${client.emulator.origin}${base}${path}/${body.id}`);
    expect(await statusOf(name)).toBe('approvalPending');
    expect((await ask(`${path}/${body.id}`)).body.status).toBe('pending');
    await advance(1);
    expect((await ask(path)).body.value).toMatchObject([{ id: body.id, status: 'succeeded' }]);
    for (const action of ['lockForApproval', 'terminate', 'approve', 1]) {
      expect(codeOf(await send('POST', path, { action }))).toEqual([400, 'badRequest']);
    }
    expect(codeOf(await ask(`${path}/x`))).toEqual([404, 'notFound']);
  });

  it("30.7 become active step by step after the customer's approval, and last from then on", async () => {
    const name = await lock({ customer: undefined });
    expect((await decide(name, 'approve')).status).toBe(400);
    expect((await decide(name, 'approve', { customer: 'woodgrove.com' })).body.status).toBe('approved');
    await advance(1);
    expect(await statusOf(name)).toBe('activating');
    await advance(1);
    const { body } = await ask(`/${name}`);
    expect(body).toMatchObject({
      status: 'active',
      customer: { tenantId: woodgrove, displayName: 'Woodgrove' },
    });
    const lasts = Date.parse(body.endDateTime) - Date.parse(body.activatedDateTime);
    expect(lasts / 1000).toBe(365 * day);
    expect(body.lastModifiedDateTime).toBe(body.activatedDateTime);
    expect((await ask(`/${name}/requests`)).body.value.map((each: Json) => each.action)).toEqual([
      'lockForApproval',
      'approve',
    ]);
  });

  it('30.8 that nobody approves lapse after 90 days; those that are rejected are over', async () => {
    const name = await lock();
    await advance(90 * day - 60);
    expect(await statusOf(name)).toBe('approvalPending');
    await advance(61);
    expect(await statusOf(name)).toBe('expired');
    expect((await decide(name, 'approve')).status).toBe(400);
    const other = await lock({ displayName: 'Other' });
    expect((await decide(other, 'reject')).body.status).toBe('terminated');
  });

  it('30.9 expire at their end', async () => {
    const name = await activate({ duration: 'P1D' });
    await advance(day - 60);
    expect(await statusOf(name)).toBe('active');
    await advance(60);
    expect(await statusOf(name)).toBe('expiring');
    await advance(1);
    expect(await statusOf(name)).toBe('expired');
  });

  it('30.9 extend themselves by 180 days as often as they end, until that is taken back', async () => {
    const name = await activate({ duration: 'P1D', autoExtendDuration: 'P180D' });
    const { body: before } = await ask(`/${name}`);
    await advance(182 * day);
    const { body } = await ask(`/${name}`);
    const moved = (Date.parse(body.endDateTime) - Date.parse(before.endDateTime)) / 1000;
    expect([body.status, moved]).toEqual(['active', 360 * day]);
    const no = { displayName: 'x', autoExtendDuration: 'PT0S' };
    expect(codeOf(await send('PATCH', `/${name}`, no, body['@odata.etag']))).toEqual([400, 'badRequest']);
    const last = await send('PATCH', `/${name}`, { autoExtendDuration: 'PT0S' }, body['@odata.etag']);
    expect([last.status, last.body.endDateTime]).toEqual([200, body.endDateTime]);
    await advance(180 * day);
    expect(await statusOf(name)).toBe('expired');
  });

  it('30.9 can give up Global Administrator while active', async () => {
    const both = rolesOf(entraRoles.directoryReaders, entraRoles.globalAdministrator);
    const name = await activate({ accessDetails: both });
    const { body } = await ask(`/${name}`);
    const change = (...roles: string[]): Promise<Reply> =>
      send('PATCH', `/${name}`, { accessDetails: rolesOf(...roles) }, body['@odata.etag']);
    expect(codeOf(await change(entraRoles.globalAdministrator))).toEqual([400, 'badRequest']);
    expect((await change(entraRoles.directoryReaders)).body.accessDetails).toEqual(
      rolesOf(entraRoles.directoryReaders),
    );
  });

  it.each(['partner', 'customer'])('30.10 are terminated in steps when the %s asks', async (side) => {
    const name = await activate();
    if (side === 'partner') await send('POST', `/${name}/requests`, { action: 'terminate' });
    else await decide(name, 'terminate', { by: 'omar@woodgrove.com' });
    expect(await statusOf(name)).toBe('terminationRequested');
    await advance(1);
    expect(await statusOf(name)).toBe('terminating');
    await advance(1);
    const { body } = await ask(`/${name}`);
    expect([body.status, body.endDateTime]).toEqual(['terminated', body.lastModifiedDateTime]);
  });
});

describe('access assignments', () => {
  const grant = (group: string, ...roles: string[]): object => ({
    accessContainer: { accessContainerId: group, accessContainerType: 'securityGroup' },
    accessDetails: rolesOf(...roles),
  });
  const granted = grant(engineers, entraRoles.directoryReaders);

  it('30.11 give roles of an active relationship to a security group of the partner', async () => {
    const waiting = await lock();
    expect(codeOf(await send('POST', `/${waiting}/accessAssignments`, granted))).toEqual([400, 'badRequest']);
    await decide(waiting, 'approve');
    await advance(2);
    const path = `/${waiting}/accessAssignments`;
    const { status, headers, body } = await send('POST', path, granted);
    expect([status, body.status]).toEqual([201, 'pending']);
    expect(headers['location']).toBe(`${client.emulator.origin}${base}${path}/${body.id}`);
    await advance(1);
    expect((await ask(path)).body.value).toMatchObject([{ id: body.id, status: 'active', ...granted }]);
    expect(codeOf(await send('POST', path, granted))).toEqual([409, 'conflict']);
    for (const wrong of [
      grant(engineers, entraRoles.globalAdministrator),
      grant(id('0004', 1), entraRoles.directoryReaders),
      grant(id('0003', 0), entraRoles.directoryReaders),
      grant(engineers),
      { ...granted, accessContainer: { accessContainerId: engineers, accessContainerType: 'user' } },
    ]) {
      expect(codeOf(await send('POST', path, wrong))).toEqual([400, 'badRequest']);
    }
  });

  it('30.12 are changed by an operation that takes time, and deleted in steps', async () => {
    const { directoryReaders, cloudApplicationAdministrator } = entraRoles;
    const both = rolesOf(directoryReaders, cloudApplicationAdministrator);
    const name = await activate({ accessDetails: both });
    const { body: made } = await send('POST', `/${name}/accessAssignments`, granted);
    const path = `/${name}/accessAssignments/${made.id}`;
    await advance(1);
    const active = (await ask(path)).body;
    expect(active['@odata.etag']).not.toBe(made['@odata.etag']);
    const change = (etag: string | undefined, accessDetails: object): Promise<Reply> =>
      send('PATCH', path, { accessDetails }, etag);
    expect(codeOf(await change(made['@odata.etag'], both))).toEqual([412, 'preconditionFailed']);
    expect(codeOf(await change(undefined, both))).toEqual([412, 'preconditionFailed']);
    expect((await change(active['@odata.etag'], granted['accessDetails' as never])).status).toBe(200);

    const { status, headers } = await change(active['@odata.etag'], both);
    expect([status, headers['retry-after']]).toEqual([202, '10']);
    const operation = String(headers['location']).slice(`${client.emulator.origin}${base}`.length);
    expect((await ask(operation)).body).toMatchObject({
      status: 'running',
      operationType: 'delegatedAdminAccessAssignmentUpdate',
    });
    expect((await ask(path)).body.accessDetails).toEqual(rolesOf(directoryReaders));
    await advance(1);
    expect((await ask(operation)).body.status).toBe('succeeded');
    const changed = (await ask(path)).body;
    expect(changed.accessDetails).toEqual(both);
    expect((await ask(`/${name}/operations`)).body.value).toHaveLength(1);

    expect((await send('DELETE', path, undefined, changed['@odata.etag'])).status).toBe(204);
    expect((await ask(path)).body.status).toBe('deleting');
    await advance(1);
    expect((await ask(path)).body.status).toBe('deleted');
    expect((await send('POST', `/${name}/accessAssignments`, granted)).status).toBe(201);
  });
});

it('30.13 customers are those with an active relationship', async () => {
  const customers = async (rest = ''): Promise<Reply> =>
    client.call(`/v1.0/tenantRelationships/delegatedAdminCustomers${rest}`, { token: await sam() });
  const { body } = await customers();
  expect(body.value.map((each: Json) => each.displayName)).toEqual([
    'Contoso',
    'Fabrikam',
    'Tailspin',
    'Wingtip',
  ]);
  expect(codeOf(await customers(`/${woodgrove}`))).toEqual([404, 'notFound']);
  await activate();
  expect((await customers(`/${woodgrove}`)).body).toMatchObject({ tenantId: woodgrove });
  const details = await customers(`/${woodgrove}/serviceManagementDetails`);
  expect(details.body.value[0]).toMatchObject({ serviceName: 'Azure Active Directory' });
});

it('30.13 tells the names of a tenant', async () => {
  const path = `/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='${woodgrove}')`;
  const { body } = await client.call(path, { token: await sam() });
  expect(body).toMatchObject({ displayName: 'Woodgrove', defaultDomainName: 'woodgrove.onmicrosoft.com' });
});

it('30.14 only admin agents and applications of the partner write, and each partner sees its own', async () => {
  const dana = await client.emulator.userToken('contoso.com', 'dana@contoso.com');
  const lee = await client.emulator.userToken('contoso.com', 'lee@contoso.com');
  expect((await client.call(base, { token: dana })).body.value).toEqual([]);
  const post = (token: string): Promise<Reply> =>
    client.call(base, { token, method: 'POST', body: { ...wanted, displayName: decodeJwt(token).jti } });
  expect(codeOf(await post(lee))).toEqual([403, 'forbidden']);
  const automation = await client.token(partner);
  expect((await client.call(base, { token: automation, method: 'POST', body: wanted })).status).toBe(201);
});

it('17.6 decides as the Global Administrator of the customer, and as nobody else', async () => {
  const name = await lock();
  expect((await decide(name, 'approve', { by: 'contractor@woodgrove.com' })).body.error.message).toBe(
    'contractor@woodgrove.com is not Global Administrator of Woodgrove.',
  );
  expect((await decide(name, 'approve', { customer: 'contoso.com' })).body.error.message).toBe(
    'The relationship is meant for Woodgrove.',
  );
  expect((await decide(name, 'terminate')).status).toBe(400);
  expect((await decide('x', 'approve')).status).toBe(400);
  expect((await decide(name, 'approve', { by: 'omar@woodgrove.com' })).status).toBe(200);
});
