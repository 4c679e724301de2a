import { get } from 'node:https';
import {
  canGrantAccess,
  findRole,
  nearestRoleNames,
  privilegedRoleNames,
  roleNameOf,
  roles,
  searchRoles,
  type PermissionBlock,
} from '../../src/catalogue';
import { exampleWorld, startEmulator } from '../../src/emulator';
import { compareText, parseGuid } from '../../src/model';

describe('the table of roles', () => {
  test('has GUIDs in lower case, each once', () => {
    expect(roles.filter(({ id }) => parseGuid(id) !== id)).toEqual([]);
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
  });

  test('is sorted by code unit and describes each role in one short sentence', () => {
    const names = roles.map(({ name }) => name);
    expect(names).toEqual([...names].sort(compareText));
    expect(roles.filter(({ description }) => !/^[A-Z].{10,90}\.$/.test(description))).toEqual([]);
  });

  test('permits something with each role', () => {
    const permits = ({ actions = [], dataActions = [] }: PermissionBlock) =>
      actions.length + dataActions.length > 0;
    expect(roles.filter(({ permissions }) => !permissions.some(permits))).toEqual([]);
  });

  test.each([
    ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
    ['Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
    ['Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'],
    ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
    ['Role Based Access Control Administrator', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'],
    ['Key Vault Secrets User', '4633458b-17de-408a-b874-0445c86b69e6'],
  ])('gives %s the id that Microsoft documents', (name, id) => {
    expect(findRole(name)?.id).toBe(id);
  });
});

describe('canGrantAccess', () => {
  test('agrees with the list of privileged role names', () => {
    const computed = roles.filter(canGrantAccess).map(({ name }) => name);
    expect(computed).toEqual([...privilegedRoleNames].sort(compareText));
  });

  const role = (...permissions: PermissionBlock[]) => ({ permissions });

  test.each([
    ['*', true],
    ['*/write', true],
    ['microsoft.authorization/*', true],
    ['MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE', true],
    ['Microsoft.Authorization/roleAssignments/*', true],
    ['*/read', false],
    ['Microsoft.Authorization/roleAssignments/delete', false],
    ['Microsoft.Authorization/roleAssignments', false],
    ['Microsoft+Authorization/roleAssignments/write', false],
  ])('action %s: %s', (action, expected) => {
    expect(canGrantAccess(role({ actions: [action] }))).toBe(expected);
  });

  test('counts exclusions of the same block only', () => {
    const excluded = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] };
    expect(canGrantAccess(role(excluded))).toBe(false);
    expect(
      canGrantAccess(role(excluded, { actions: ['Microsoft.Authorization/roleAssignments/write'] })),
    ).toBe(true);
  });

  test('does not count a block with a condition, nor data actions', () => {
    expect(canGrantAccess(role({ actions: ['*'], condition: '...' }))).toBe(false);
    expect(canGrantAccess(role({ dataActions: ['*'] }))).toBe(false);
  });
});

describe('finding roles', () => {
  test('takes a name or a guid in any letter case', () => {
    expect(findRole('backup operator')?.name).toBe('Backup Operator');
    expect(findRole('00C29273-979B-4161-815C-10B084FB9324')?.name).toBe('Backup Operator');
    expect(findRole('Backup')).toBeUndefined();
    expect(findRole('constructor')).toBeUndefined();
  });

  test('names a guid', () => {
    const reader = findRole('Reader');
    expect(reader && roleNameOf(reader.id)).toBe('Reader');
  });

  test.each([
    ['Contributer', 'Contributor'],
    ['owner ', 'Owner'],
    ['Blob Data Reader', 'Storage Blob Data Reader'],
    ['KeyVault Administrator', 'Key Vault Administrator'],
  ])('has a proposal for %s', (text, expected) => {
    expect(nearestRoleNames(text)[0]).toBe(expected);
    expect(nearestRoleNames(text)).toHaveLength(3);
  });

  test('searches names before descriptions', () => {
    const found = searchRoles('blob').map(({ name }) => name);
    expect(found.slice(0, 3)).toEqual([
      'Storage Blob Data Contributor',
      'Storage Blob Data Owner',
      'Storage Blob Data Reader',
    ]);
    expect(found).toContain('Storage Account Backup Contributor');
    expect(searchRoles('no such role')).toEqual([]);
  });
});

test('the emulator has every role that a stack can name', async () => {
  const emulator = await startEmulator({ world: exampleWorld, pageSize: 1000 });
  try {
    const token = await emulator.userToken('contoso.com', 'lee@contoso.com');
    const listed = await new Promise<string>((resolve, reject) => {
      const url = `${emulator.origin}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01`;
      const headers = { authorization: `Bearer ${token}` };
      get(url, { ca: emulator.caCertificate, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () => resolve(text));
      }).on('error', reject);
    });
    const known = new Set(JSON.parse(listed).value.map(({ name }: { name: string }) => name));
    expect(roles.filter(({ id }) => !known.has(id)).map(({ name }) => name)).toEqual([]);
  } finally {
    await emulator.close();
  }
});
