import { emptyLock, type ExistingRoleDefinition, type Guid } from '../../src/model';
import { planChanges, type PlanInput } from '../../src/plan';
import { desiredState, tenantId, testGuid } from './arbitraries';
import { at, existing, grant, lock, situation, type Situation } from './example';

const none = emptyLock('contoso', 'public');
const warningsOf = (input: PlanInput) =>
  planChanges(input).diagnostics.filter(({ code }) => code === 'lock_lost');
const found = (given: Situation = {}) => situation({ found: [existing({})], lock: none, ...given });

function customRole(name: Guid, roleName: string): ExistingRoleDefinition {
  const scope = at();
  return {
    ...{ id: `${scope}/providers/x/${name}`, tenantId, scope, name, roleName },
    permissions: [],
    assignableScopes: [scope],
  };
}

test('where nothing is recorded and Azure has what bears our names, one warning says what is not known any more', () => {
  const [warning, ...others] = warningsOf(found({ grants: [grant('shop')] }));
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ severity: 'warning', customer: 'contoso' });
  expect(warning?.detail).toContain('1 role assignment ');
  expect(warning?.hint).toContain("git log --all --oneline -- '*contoso.lock.json'");
});

test('what the emulator recorded was in no version control', () => {
  const [warning] = warningsOf(found({ lock: emptyLock('contoso', 'emulator') }));
  expect(warning?.hint).not.toContain('git');
});

test('custom roles under computed names that nobody declares are named: they may be ours', () => {
  const computed = '2ed6657d-e927-568b-95e1-2665a8aea6a2' as Guid;
  const { actual, ...rest } = found();
  const roleDefinitions = [customRole(computed, 'VM operator'), customRole(testGuid(5, 9), 'By hand')];
  const subscriptions = actual.subscriptions.map((reading) => ({ ...reading, roleDefinitions }));
  const input = { ...rest, actual: { ...actual, subscriptions } };
  expect(warningsOf(input)[0]?.detail).toContain(`${computed} "VM operator"`);
  expect(warningsOf(input)[0]?.detail).not.toContain('By hand');

  const definition = { ...customRole(computed, 'VM operator'), constructPath: 'contoso/vm-operator' };
  const roles = [
    { address: 'azurerm_role_definition.vm', constructPath: 'contoso/vm-operator', definition },
  ] as const;
  const declared = { ...input, desired: desiredState({ roleDefinitions: roles }) };
  expect(warningsOf(declared)[0]?.detail).not.toContain('VM operator');
});

test.each<[string, Situation]>([
  ['something was recorded', { lock: lock() }],
  ['Azure has nothing of ours', { found: [existing({}, 1)] }],
  ['what Azure has was made by a former owner', { found: [existing({}, 'previous')] }],
])('nothing is said where %s', (_why, given) => {
  expect(warningsOf(found(given))).toEqual([]);
});
