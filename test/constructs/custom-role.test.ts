import { diagnosticsOf, group, user, type CustomRoleProps } from '../../src/constructs';
import { setProjectContext } from '../../src/constructs/project-context';
import { constructName, uuidv5, type Guid, type Lock, type Scope } from '../../src/model';
import { lab, main, newApp, newStack, owner, removeTemporaryFolders, synthesized, tenant } from './support';

afterAll(removeTemporaryFolders);

const start = 'Microsoft.Compute/virtualMachines/start/action';
const place = { tenantId: tenant as Guid, scope: `/subscriptions/${main}` as Scope };
const operatorName = constructName(owner as Guid, { ...place, constructId: 'vm-operator' });

function stackWith(props: Partial<CustomRoleProps> = {}) {
  const stack = newStack();
  const { main: scope } = stack.subscriptions;
  const role = stack.customRole('vm-operator', {
    roleName: 'VM Operator',
    scope,
    actions: [start],
    ...props,
  });
  return { stack, role };
}

const codesIn = (stack: ReturnType<typeof newStack>) => diagnosticsOf(stack).map(({ code }) => code);

test('the name of a custom role is the uuidv5 of tenant, scope and construct id, and never changes', () => {
  expect(operatorName).toBe(uuidv5(owner as Guid, `${tenant}|/subscriptions/${main}|vm-operator`));
  expect(operatorName).toBe('3dfe525b-300b-5133-82e7-cb7687004209');
});

test('the order in which a role names what it allows means nothing: azurerm has lists where Azure has sets', () => {
  const read = 'Microsoft.Compute/virtualMachines/read';
  const permissionsOf = (actions: string[]) =>
    synthesized(stackWith({ actions }).stack).resource.azurerm_role_definition['vm-operator'].permissions;
  expect(permissionsOf([start, read])).toEqual([expect.objectContaining({ actions: [read, start] })]);
  expect(permissionsOf([read, start])).toEqual(permissionsOf([start, read]));
});

test('a custom role is a resource, and a grant of it refers to it by its guid (pain 17)', () => {
  const { stack, role } = stackWith({
    description: 'Starts ${machines}',
    notActions: ['Microsoft.Compute/virtualMachines/delete'],
    assignableScopes: [],
  });
  stack.subscriptions.main.grant('ops', { to: group('11111111-2222-4333-8444-555555555555'), role });
  const { resource, ...whole } = synthesized(stack);
  const { '//': note, ...definition } = resource.azurerm_role_definition['vm-operator'];
  expect(note.metadata.path).toBe('contoso/vm-operator/role-definition');
  expect(definition).toEqual({
    provider: 'azurerm.main',
    role_definition_id: operatorName,
    scope: `/subscriptions/${main}`,
    name: 'VM Operator',
    description: 'Starts $${machines}',
    permissions: [
      {
        actions: [start],
        not_actions: ['Microsoft.Compute/virtualMachines/delete'],
        data_actions: [],
        not_data_actions: [],
      },
    ],
    assignable_scopes: [`/subscriptions/${main}`],
  });
  expect(resource.azurerm_role_assignment.main_ops.role_definition_id).toBe(
    `/subscriptions/${main}/providers/Microsoft.Authorization/roleDefinitions/\${azurerm_role_definition.vm-operator.role_definition_id}`,
  );
  expect(whole['//'].tilldela.resources).toEqual({
    'azurerm_role_definition.vm-operator': { path: 'contoso/vm-operator', source: expect.any(String) },
  });
});

test('a custom role keeps the name that the lock file records, whoever was the owner', () => {
  const earlier = constructName('99999999-0000-4000-8000-000000000000' as Guid, {
    ...place,
    constructId: 'vm-operator',
  });
  const id = `${place.scope}/providers/Microsoft.Authorization/roleDefinitions/${earlier}`;
  const app = newApp();
  const made = [
    { type: 'azurerm_role_definition', constructPath: 'contoso/vm-operator', scope: place.scope, id },
  ];
  const lock: Lock = { customer: 'contoso', cloud: 'public', scopes: [], adopted: [], made };
  setProjectContext(app, 'public', { projectFolder: '', locks: new Map([['contoso', lock]]) });
  const stack = newStack({}, app);
  const { main: scope } = stack.subscriptions;
  stack.customRole('vm-operator', { roleName: 'VM Operator', scope, actions: [start] });
  expect(synthesized(stack).resource.azurerm_role_definition['vm-operator'].role_definition_id).toBe(earlier);
});

test.each<[string, Partial<CustomRoleProps>]>([
  ['allows nothing', { actions: [] }],
  ['bears the name of a built-in role', { roleName: 'reader' }],
  ['has no name', { roleName: ' ' }],
  ['has an action that is none', { actions: ['start the machine'] }],
  ['has a description that is too long', { description: 'x'.repeat(2049) }],
])('a custom role is refused that %s', (_, props) => {
  expect(codesIn(stackWith(props).stack)).toEqual(['malformed_role']);
});

test('a custom role that can give access needs a reason where it is granted', () => {
  const { stack, role } = stackWith({ actions: ['*'] });
  stack.subscriptions.main.grant('ops', { to: user('dana@contoso.com'), role });
  expect(codesIn(stack)).toEqual(['reason_missing']);
});

test('a custom role is granted only at and below its scopes', () => {
  const { stack, role } = stackWith();
  stack.subscriptions.main.resourceGroup('rg-a').grant('below', { to: user('dana@contoso.com'), role });
  stack.subscriptions.lab.grant('elsewhere', { to: user('dana@contoso.com'), role });
  expect(diagnosticsOf(stack)).toMatchObject([
    {
      code: 'role_not_assignable',
      constructPath: 'contoso/lab/elsewhere',
      detail: expect.stringContaining(lab),
    },
  ]);
});

test('a custom role is granted in the stack of its customer only', () => {
  const { role } = stackWith();
  const other = newStack();
  other.subscriptions.main.grant('ops', { to: user('dana@contoso.com'), role });
  expect(codesIn(other)).toEqual(['role_not_assignable']);
});
