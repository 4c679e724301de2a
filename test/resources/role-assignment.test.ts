import fc from 'fast-check';
import {
  parseGuid,
  parseScope,
  principalTypes,
  type Guid,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import { changedInPlace, fromAttributes, roleAssignmentSchema, toAttributes } from '../../src/resources';

const tenantId = parseGuid('00000001-0000-4000-8000-000000000001') as Guid;
const scope = parseScope('/subscriptions/00000002-0000-4000-8000-000000000001/resourceGroups/Rg-A') as Scope;
const assignment: RoleAssignment = {
  tenantId,
  scope,
  role: parseGuid('00000005-0000-4000-8000-000000000001') as Guid,
  principalId: parseGuid('00000003-0000-4000-8000-000000000001') as Guid,
  principalType: 'User',
  name: parseGuid('00000008-0000-4000-8000-000000000001') as Guid,
};
const conditional: RoleAssignment = {
  ...assignment,
  condition: "@Request[x] StringEquals 'a'",
  conditionVersion: '2.0',
};

describe('the attributes of a role assignment', () => {
  it('are those of azurerm, absent ones null', () => {
    expect(toAttributes(assignment)).toEqual({
      name: '00000008-0000-4000-8000-000000000001',
      scope: '/subscriptions/00000002-0000-4000-8000-000000000001/resourceGroups/Rg-A',
      role_definition_id:
        '/subscriptions/00000002-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions/00000005-0000-4000-8000-000000000001',
      principal_id: '00000003-0000-4000-8000-000000000001',
      principal_type: 'User',
      condition: null,
      condition_version: null,
      description: null,
    });
  });

  it('say everything: what is written out is read back', () => {
    const text = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({ condition: text, conditionVersion: text, description: text }),
        fc.constantFrom(...principalTypes),
        (texts, principalType) => {
          const given = Object.entries(texts).filter(([, value]) => value !== undefined);
          const whole = { ...assignment, principalType, ...Object.fromEntries(given) } as RoleAssignment;
          expect(fromAttributes(toAttributes(whole), tenantId)).toEqual({ assignment: whole });
        },
      ),
    );
  });

  it.each(Object.entries(roleAssignmentSchema.attributes).filter(([, { required }]) => required))(
    'are refused by name without %s',
    (name) => {
      expect(fromAttributes({ ...toAttributes(assignment), [name]: null }, tenantId)).toEqual({
        malformed: [name],
      });
    },
  );

  it('are refused by name with every malformed value at once', () => {
    const malformed = {
      name: 'x',
      scope: '/rg',
      role_definition_id: 'Reader',
      principal_id: 7,
      principal_type: 'Robot',
    };
    expect(fromAttributes({ ...toAttributes(assignment), ...malformed }, tenantId)).toEqual({
      malformed: Object.keys(malformed),
    });
  });
});

describe('two role assignments', () => {
  it('are equal whatever their descriptions, line ends and blanks around the condition', () => {
    const before = { ...conditional, condition: 'a\r\nb ', description: 'old' };
    expect(changedInPlace(before, { ...conditional, condition: ' a\nb', description: 'new' })).toEqual([]);
  });

  it('are equal when neither has a condition, whatever version is left over', () => {
    expect(changedInPlace({ ...assignment, conditionVersion: '2.0' }, assignment)).toEqual([]);
    expect(changedInPlace({ ...assignment, condition: '' }, assignment)).toEqual([]);
  });

  it.each<[string, RoleAssignment, RoleAssignment, string[]]>([
    ['a condition is added', assignment, conditional, ['condition']],
    ['a condition is removed', conditional, assignment, ['condition']],
    ['a condition differs', conditional, { ...conditional, condition: 'b' }, ['condition']],
    [
      'a condition differs in letter case',
      conditional,
      { ...conditional, condition: conditional.condition?.toUpperCase() ?? '' },
      ['condition'],
    ],
    [
      'only the version differs',
      { ...conditional, conditionVersion: '1.0' },
      conditional,
      ['condition_version'],
    ],
  ])('differ when %s', (_case, before, after, changed) => {
    expect(changedInPlace(before, after)).toEqual(changed);
  });
});
