import fc from 'fast-check';
import {
  assignmentName,
  naturalKey,
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  uuidv5,
  type Guid,
  type NaturalKeyParts,
  type Scope,
} from '../../src/model';

const guid = (text: string): Guid => parseGuid(text) as Guid;
const scope = (text: string): Scope => parseScope(text) as Scope;

const owner = guid('e0e0e0e0-0007-4000-8000-000000000001');
const access: NaturalKeyParts = {
  tenantId: guid('e0e0e0e0-0001-4000-8000-000001000001'),
  scope: scope('/subscriptions/e0e0e0e0-0002-4000-8000-000001000001/resourceGroups/rg-web'),
  role: guid('b24988ac-6180-42a0-ab88-20f7382dd24c'),
  principalId: guid('e0e0e0e0-0003-4000-8000-000001000001'),
};

/**
 * The values below were computed with Python's uuid.uuid5 and never change: the names of all assignments that were
 * ever made depend on them.
 */
describe('the name of an assignment', () => {
  it('is made from a text of tenant, scope, role and principal in lower case', () => {
    expect(naturalKey(access)).toBe(
      'e0e0e0e0-0001-4000-8000-000001000001|/subscriptions/e0e0e0e0-0002-4000-8000-000001000001/resourcegroups/rg-web|b24988ac-6180-42a0-ab88-20f7382dd24c|e0e0e0e0-0003-4000-8000-000001000001',
    );
  });

  it('is the name-based UUID of that text in the namespace of the owner (pain 4)', () => {
    expect(assignmentName(owner, naturalKey(access))).toBe('cc6187b5-2f68-54c1-9523-7ef3dd10f0f7');
  });

  it('can be computed for an owner that is a GUID without being a versioned UUID', () => {
    const unversioned = guid('11111111-2222-0333-c444-555555555555');
    expect(assignmentName(unversioned, naturalKey(access))).toBe('b01761d3-f849-5c57-b732-88f919029f3a');
  });

  it('takes letters beyond ASCII as UTF-8', () => {
    const key = naturalKey({ ...access, scope: scope(access.scope.replace('rg-web', 'rg-wäb')) });
    expect(assignmentName(owner, key)).toBe('b4104ee8-5639-553b-af37-d507b93d5617');
  });

  it('agrees with the example of the specification', () => {
    const dns = guid('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
    expect(uuidv5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2'); // RFC 9562, appendix A.4
  });

  it('is the same whatever the letter case of the scope and of the ids (pain 10)', () => {
    const mixedCase = (text: string) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((upper) =>
          [...text].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
        );
    fc.assert(
      fc.property(
        mixedCase(access.scope),
        mixedCase(access.role),
        mixedCase(owner),
        (scopeText, role, ownerText) => {
          const key = naturalKey({ ...access, scope: scope(scopeText), role: guid(role) });
          expect(assignmentName(guid(ownerText), key)).toBe('cc6187b5-2f68-54c1-9523-7ef3dd10f0f7');
        },
      ),
    );
  });

  it.each(['tenantId', 'role', 'principalId'] as const)('is another with another %s', (part) => {
    const other = naturalKey({ ...access, [part]: guid('99999999-0000-4000-8000-000000000000') });
    expect(assignmentName(owner, other)).not.toBe(assignmentName(owner, naturalKey(access)));
  });

  it('is another at another scope and with another owner', () => {
    const below = naturalKey({
      ...access,
      scope: scope(`${access.scope}/providers/Microsoft.Web/sites/shop`),
    });
    const names = [
      assignmentName(owner, naturalKey(access)),
      assignmentName(owner, below),
      assignmentName(guid('e0e0e0e0-0007-4000-8000-000000000002'), naturalKey(access)),
    ];
    expect(new Set(names).size).toBe(3);
  });

  it('is the same for every form of the role id that Azure uses (pain 9)', () => {
    const forms = [
      'b24988ac-6180-42a0-ab88-20f7382dd24c',
      '/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c',
      '/subscriptions/e0e0e0e0-0002-4000-8000-000001000001/providers/Microsoft.Authorization/roleDefinitions/B24988AC-6180-42A0-AB88-20F7382DD24C',
      '/providers/Microsoft.Management/managementGroups/mg/providers/microsoft.authorization/ROLEDEFINITIONS/b24988ac-6180-42a0-ab88-20f7382dd24c',
    ];
    const names = forms.map((form) =>
      assignmentName(owner, naturalKey({ ...access, role: parseRoleDefinitionGuid(form) as Guid })),
    );
    expect(new Set(names)).toEqual(new Set(['cc6187b5-2f68-54c1-9523-7ef3dd10f0f7']));
  });
});

/** However Azure or a person writes an id: what Azure takes for the same has the same key. */
describe('a natural key', () => {
  const subscription = '/subscriptions/e0e0e0e0-0002-4000-8000-000001000001';
  const scopes = [
    '/providers/Microsoft.Management/managementGroups/mg-Platform',
    subscription,
    `${subscription}/resourceGroups/rg-web`,
    `${subscription}/resourceGroups/rg-web/providers/Microsoft.Storage/storageAccounts/stlogs`,
    `${subscription}/resourceGroups/rg-web/providers/Microsoft.Sql/servers/sql1/databases/orders`,
    `${subscription}/providers/Microsoft.Authorization/policyAssignments/tags`,
  ];
  const roleForms = ['', '/providers/Microsoft.Authorization/roleDefinitions/'].flatMap((form) =>
    form === ''
      ? [form]
      : ['', subscription, '/providers/Microsoft.Management/managementGroups/mg'].map((root) => root + form),
  );

  /** Another writing of the same id: any letter case, slashes doubled, some at its end. */
  const anotherWriting = (id: string) =>
    fc.array(fc.nat(3), { minLength: id.length + 1, maxLength: id.length + 1 }).map((choices) => {
      const written = [...id].map((letter, index) => {
        if (letter === '/') return '/'.repeat(1 + ((choices[index] ?? 0) % 2));
        return (choices[index] ?? 0) % 2 ? letter.toUpperCase() : letter.toLowerCase();
      });
      return written.join('') + (id.startsWith('/') ? '/'.repeat(choices.at(-1) ?? 0) : '');
    });

  it.each(scopes)('of access at %s is one, in whatever form its ids are written (pains 9, 13)', (scopeId) => {
    const key = naturalKey({ ...access, scope: scope(scopeId) });
    const writings = fc
      .tuple(fc.constantFrom(...roleForms), anotherWriting(scopeId), anotherWriting(access.principalId))
      .chain(([form, scopeText, principal]) =>
        anotherWriting(`${form}${access.role}`).map((role) => ({ scopeText, principal, role })),
      );
    fc.assert(
      fc.property(writings, ({ scopeText, principal, role }) => {
        expect(
          naturalKey({
            tenantId: access.tenantId,
            scope: scope(scopeText),
            role: parseRoleDefinitionGuid(role) as Guid,
            principalId: guid(principal),
          }),
        ).toBe(key);
      }),
    );
  });

  it('is another for each scope (pain 5)', () => {
    expect(new Set(scopes.map((each) => naturalKey({ ...access, scope: scope(each) }))).size).toBe(
      scopes.length,
    );
  });
});
