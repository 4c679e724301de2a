import {
  diagnosticsOf,
  group,
  servicePrincipal,
  type ActiveProps,
  type EligibleProps,
} from '../../src/constructs';
import { main, msp, newStack, removeTemporaryFolders, synthesized } from './support';

afterAll(removeTemporaryFolders);

const ops = '11111111-2222-4333-8444-555555555555';
const contributor = `/subscriptions/${main}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`;
const props = { to: group(ops), role: 'Contributor', because: 'on call ${1}' } as const;

function stackWith(parts: Partial<EligibleProps> = {}) {
  const stack = newStack();
  stack.subscriptions.main.eligible('ops', { ...props, ...parts });
  return stack;
}

function synthesizedWith(parts: Partial<EligibleProps> = {}) {
  const { resource, ...whole } = synthesized(stackWith(parts));
  const address = 'azurerm_pim_eligible_role_assignment.main_ops';
  return {
    resource: resource.azurerm_pim_eligible_role_assignment.main_ops,
    note: whole['//'].tilldela.resources[address],
  };
}

test('an eligible assignment is a resource that ends by itself on its last day', () => {
  const { resource, note } = synthesizedWith({ until: '2027-03-31' });
  expect(resource).toMatchObject({
    provider: 'azurerm.main',
    scope: `/subscriptions/${main}`,
    role_definition_id: contributor,
    principal_id: ops,
    justification: 'on call $${1}',
    schedule: { expiration: { end_date_time: '2027-04-01T00:00:00Z' } },
    lifecycle: { ignore_changes: ['justification'] },
    count: '${timecmp(plantimestamp(), "2027-04-01T00:00:00Z") < 0 ? 1 : 0}',
  });
  expect(note).toMatchObject({ path: 'contoso/main/ops', because: 'on call ${1}', until: '2027-03-31' });
});

test('one that is taken back exists no more for Terraform, and says so for us', () => {
  const { resource, note } = synthesizedWith({ revoked: true });
  expect(resource.count).toBe(0);
  expect(note.revoked).toBe(true);
  expect(synthesizedWith().resource).not.toHaveProperty('count');
});

test('a principal known by name is looked up, a custom role referred to', () => {
  const stack = newStack();
  const { main: scope } = stack.subscriptions;
  const role = stack.customRole('operator', { roleName: 'Operator', scope, actions: ['*/read'] });
  scope.eligible('ops', { to: group('Ops'), role, because: 'on call' });
  const { main_ops: resource } = synthesized(stack).resource.azurerm_pim_eligible_role_assignment;
  expect(resource.principal_id).toBe('${data.azuread_group.ops.object_id}');
  expect(resource.role_definition_id).toContain('${azurerm_role_definition.operator.role_definition_id}');
});

test('a group of another tenant, and a role that can give access without a reason, are refused', () => {
  const codes = (parts: object) => diagnosticsOf(stackWith(parts)).map(({ code }) => code);
  expect(codes({ to: msp.adminAgents })).toEqual(['malformed_principal']);
  expect(codes({ role: 'Owner', because: ' ' })).toEqual(['reason_missing']);
});

test('an active assignment is declared as an eligible one, and also for a service principal', () => {
  const stack = newStack();
  const to = servicePrincipal(ops);
  const active: ActiveProps = { ...props, to, until: '2027-03-31' };
  stack.subscriptions.main.active('ops', active);
  const { resource, ...whole } = synthesized(stack);
  expect(resource.azurerm_pim_active_role_assignment.main_ops).toMatchObject({
    role_definition_id: contributor,
    principal_id: ops,
    schedule: { expiration: { end_date_time: '2027-04-01T00:00:00Z' } },
    lifecycle: { ignore_changes: ['justification'] },
  });
  const note = whole['//'].tilldela.resources['azurerm_pim_active_role_assignment.main_ops'];
  expect(note).toMatchObject({ because: 'on call ${1}', principalType: 'ServicePrincipal' });

  const refused = newStack();
  refused.subscriptions.main.eligible('ops', active as unknown as EligibleProps);
  expect(diagnosticsOf(refused).map(({ code }) => code)).toEqual(['malformed_principal']);
});
