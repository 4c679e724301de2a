import { exampleWorld } from '../../src/emulator';
import { lookupKey, type DirectoryLookup } from '../../src/model';
import { example, openStage, refusal, type Stage } from './example';

let stage: Stage;

/** Was invited under an address that they have given up since. */
const contractor = {
  id: 'e0e0e0e0-0003-4000-8000-000003000009',
  displayName: 'Contractor',
  userPrincipalName: 'old.address_elsewhere.example#EXT#@woodgrove.onmicrosoft.com',
  mail: 'contractor@elsewhere.example',
  otherMails: ['old.address@elsewhere.example'],
  userType: 'Guest',
} as const;

beforeAll(async () => {
  const tenants = exampleWorld.tenants.map((tenant) =>
    tenant.id === example('tenant', 'woodgrove')
      ? { ...tenant, users: [...(tenant.users ?? []), contractor] }
      : tenant,
  );
  stage = await openStage({}, { ...exampleWorld, tenants });
});

beforeEach(() => {
  stage.intercept = () => undefined;
  stage.front.requests.length = 0;
});

afterAll(() => stage.close());

const dana: DirectoryLookup = { type: 'User', userPrincipalName: 'dana@contoso.com' };
const backup: DirectoryLookup = { type: 'Group', displayName: 'Backup team' };
const automation: DirectoryLookup = { type: 'ServicePrincipal', displayName: 'tilldela' };
const nobody: DirectoryLookup = { type: 'User', userPrincipalName: 'nobody@contoso.com' };
const ghosts: DirectoryLookup = { type: 'Group', displayName: "Ghosts' team" };

/** What was asked in batches, each request by its address. */
const asked = (): string[] =>
  stage.front.requests
    .filter(({ url }) => url.endsWith('/$batch'))
    .flatMap(({ body }) => (JSON.parse(body) as { requests: { url: string }[] }).requests)
    .map(({ url }) => url);

test('200 names take ten requests', async () => {
  const names = Array.from({ length: 100 }, (_, number) => number);
  const lookups: DirectoryLookup[] = [
    dana,
    ...names.slice(1).map((n) => ({ type: 'User', userPrincipalName: `u${n}@contoso.com` }) as const),
    ...names.map((n) => ({ type: 'Group', displayName: `Team ${n}` }) as const),
  ];
  const { found, diagnostics } = await stage.providerFor('contoso').resolvePrincipals(lookups);
  expect([found.size, diagnostics.length, lookups.length]).toEqual([1, 199, 200]);
  const batches = stage.front.requests.filter(({ url }) => url.endsWith('/$batch'));
  // And two to find what is near the first twenty of those that nobody bears.
  expect(batches).toHaveLength(10 + 2);
});

test.each<[DirectoryLookup, string]>([
  [{ type: 'User', userPrincipalName: 'dena@contoso.com' }, ''],
  [{ type: 'User', userPrincipalName: 'danna@contoso.com' }, 'Did you mean "dana@contoso.com"?'],
  [{ type: 'Group', displayName: 'Backup' }, 'Did you mean "Backup team"?'],
])('what is near a name that nobody bears is told: %j', async (lookup, hint) => {
  const { diagnostics } = await stage.providerFor('contoso').resolvePrincipals([lookup]);
  expect(diagnostics.map((each) => each.hint ?? '')).toEqual([hint]);
});

test('a guest who was named by mail address is explained', async () => {
  const audit: DirectoryLookup = { type: 'User', userPrincipalName: 'audit@auditors.example' };
  const guest = { userPrincipalName: 'audit_auditors.example#EXT#@contoso.onmicrosoft.com' };
  const lists = [[], [guest]].map((value, index) => ({ id: String(index), status: 200, body: { value } }));
  stage.intercept = ({ body }) => (body.includes('mail%20eq') ? { body: { responses: lists } } : undefined);
  const { diagnostics } = await stage.providerFor('contoso').resolvePrincipals([audit]);
  expect(diagnostics[0]).toMatchObject({
    code: 'principal_not_found',
    hint: expect.stringMatching(/^A guest has this mail address: .*#EXT#/),
  });
});

test('a user is found by mail address, a guest also by another of theirs, and a missing one comes with what invites them', async () => {
  const by = (mail: string): DirectoryLookup => ({ type: 'User', mail });
  const guests = [
    by('contractor@elsewhere.example'),
    by('Old.Address@elsewhere.example'),
    by("o'hara@elsewhere.example"),
  ];
  const { found, diagnostics } = await stage.providerFor('woodgrove').resolvePrincipals(guests);
  expect(guests.map((lookup) => found.get(lookupKey(lookup)))).toEqual([
    contractor.id,
    contractor.id,
    undefined,
  ]);
  expect(diagnostics).toMatchObject([
    { code: 'guest_not_invited', detail: expect.stringContaining(example('tenant', 'woodgrove')) },
  ]);
  expect(diagnostics[0]?.hint).toContain(`/v1.0/invitations --body '{"invitedUserEmailAddress":"o'\\''hara@`);
  expect(asked().filter((url) => url.includes('startswith'))).toEqual([]);
});

test('finds a user, a group and a service principal in the directory of the customer', async () => {
  const { found, diagnostics } = await stage
    .providerFor('contoso')
    .resolvePrincipals([dana, backup, automation]);
  expect(diagnostics).toEqual([]);
  expect(Object.fromEntries(found)).toEqual({
    [lookupKey(dana)]: example('user', 'contoso', 1),
    [lookupKey(backup)]: example('group', 'contoso', 2),
    [lookupKey(automation)]: example('servicePrincipal', 'contoso'),
  });
});

test('asks the directory of the customer also when reading goes through Lighthouse', async () => {
  const provider = stage.providerFor('fabrikam', { reads: 'lighthouse' });
  const { found } = await provider.resolvePrincipals([backup]);
  expect(found.get(lookupKey(backup))).toBe(example('group', 'fabrikam', 2));
});

test('asks once for each name, whatever its letter case and however often', async () => {
  const provider = stage.providerFor('contoso');
  const shouted: DirectoryLookup = { type: 'User', userPrincipalName: 'DANA@contoso.com' };
  const first = await provider.resolvePrincipals([dana, shouted, dana]);
  const second = await provider.resolvePrincipals([shouted, backup]);
  expect(first.found.get(lookupKey(shouted))).toBe(example('user', 'contoso', 1));
  expect(second.found.get(lookupKey(dana))).toBe(example('user', 'contoso', 1));
  expect(asked().filter((url) => url.startsWith('/users'))).toHaveLength(1);
});

test('tells all names that nobody bears at once', async () => {
  const { found, diagnostics } = await stage.providerFor('contoso').resolvePrincipals([nobody, ghosts, dana]);
  expect([...found.keys()]).toEqual([lookupKey(dana)]);
  expect(diagnostics).toMatchObject([
    { code: 'principal_not_found', detail: expect.stringContaining('group "Ghosts\' team"') },
    { code: 'principal_not_found', detail: expect.stringContaining('user "nobody@contoso.com"') },
  ]);
  for (const { detail } of diagnostics) expect(detail).toContain(example('tenant', 'contoso'));
});

test('tells all who bear an ambiguous name', async () => {
  const twins = [example('group', 'contoso', 8), example('group', 'contoso', 9)];
  const value = twins.map((id) => ({ id }));
  stage.intercept = ({ url }) =>
    url.endsWith('/$batch')
      ? { body: { responses: [{ id: '0', status: 200, body: { value } }] } }
      : undefined;
  const { found, diagnostics } = await stage.providerFor('contoso').resolvePrincipals([backup]);
  expect(found.size).toBe(0);
  expect(diagnostics).toMatchObject([{ code: 'principal_ambiguous', severity: 'error' }]);
  for (const id of twins) expect(diagnostics[0]?.detail).toContain(id);
  expect(diagnostics[0]?.detail).toContain('group "Backup team"');
});

test('a directory that refuses is told once, with the names, and asked again next time', async () => {
  stage.intercept = () =>
    refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const provider = stage.providerFor('contoso');
  const { found, diagnostics } = await provider.resolvePrincipals([dana, nobody, backup]);
  expect(found.size).toBe(0);
  expect(diagnostics).toMatchObject([{ code: 'azure_error', severity: 'error' }]);
  for (const name of ['dana@contoso.com', 'nobody@contoso.com', 'Backup team', 'Insufficient privileges']) {
    expect(diagnostics[0]?.detail).toContain(name);
  }
  stage.intercept = () => undefined;
  expect((await provider.resolvePrincipals([dana])).diagnostics).toEqual([]);
});

test('a directory that cannot be reached says nothing of who exists', async () => {
  stage.intercept = () => 'reset';
  const { diagnostics } = await stage.providerFor('contoso').resolvePrincipals([nobody]);
  expect(diagnostics).toMatchObject([{ code: 'azure_unreachable' }]);
});

test('nothing to look up, nothing asked', async () => {
  const { found, diagnostics } = await stage.providerFor('contoso').resolvePrincipals([]);
  expect([found.size, diagnostics]).toEqual([0, []]);
  expect(stage.front.requests).toHaveLength(0);
});
