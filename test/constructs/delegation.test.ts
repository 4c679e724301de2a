import { diagnosticsOf, type DelegatedRoleProps, type DelegationProps } from '../../src/constructs';
import { constructName, type Guid, type Scope } from '../../src/model';
import {
  helpdeskAgents,
  id,
  main,
  msp,
  newStack,
  owner,
  partnerTenant,
  removeTemporaryFolders,
  synthesized,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const automation = id('8');

const nameAt = (scope: string, constructId: string) =>
  constructName(owner as Guid, { tenantId: tenant as Guid, scope: scope as Scope, constructId });

function delegated(props: Partial<DelegationProps> = {}) {
  const stack = newStack();
  stack.subscriptions.main.delegate('monitoring', {
    offerName: 'Monitoring',
    authorizations: [{ to: msp.helpdeskAgents, name: 'Tier ${1}', role: 'Reader' }],
    ...props,
  });
  return stack;
}

/** A resource without the CDK's own note. */
function bare(resource: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== '//'));
}

test('a delegation is a definition and an assignment that refers to it', () => {
  const stack = delegated({
    because: 'contract 2026',
    authorizations: [
      { to: msp.helpdeskAgents, name: 'Tier ${1}', role: 'Reader' },
      { to: automation, role: 'User Access Administrator', assignableRoles: ['Contributor'] },
    ],
    eligible: [
      { to: automation, role: 'Contributor', longestActivation: 'PT4H30M', approvers: [{ to: automation }] },
    ],
  });
  const { resource, ...whole } = synthesized(stack);
  const scope = `/subscriptions/${main}`;
  expect(bare(resource.azurerm_lighthouse_definition.main_monitoring)).toEqual({
    provider: 'azurerm.main',
    lighthouse_definition_id: nameAt(scope, 'main/monitoring'),
    name: 'Monitoring',
    scope,
    managing_tenant_id: partnerTenant,
    authorization: [
      { principal_id: helpdeskAgents, principal_display_name: 'Tier $${1}', role_definition_id: reader },
      {
        principal_id: automation,
        role_definition_id: userAccessAdministrator,
        delegated_role_definition_ids: [contributor],
      },
    ],
    eligible_authorization: [
      {
        principal_id: automation,
        role_definition_id: contributor,
        just_in_time_access_policy: {
          multi_factor_auth_provider: 'Azure',
          maximum_activation_duration: 'PT4H30M',
          approver: [{ principal_id: automation }],
        },
      },
    ],
  });
  expect(bare(resource.azurerm_lighthouse_assignment.main_monitoring)).toEqual({
    provider: 'azurerm.main',
    name: nameAt(scope, 'main/monitoring'),
    scope,
    lighthouse_definition_id: '${azurerm_lighthouse_definition.main_monitoring.id}',
  });
  expect(Object.keys(whole['//'].tilldela.resources).sort()).toEqual([
    'azurerm_lighthouse_assignment.main_monitoring',
    'azurerm_lighthouse_definition.main_monitoring',
  ]);
});

test('a resource group is delegated by a definition of its subscription', () => {
  const stack = newStack();
  const { main: production } = stack.subscriptions;
  production.resourceGroup('rg-a').delegate('backup', {
    offerName: 'Backup',
    authorizations: [{ to: msp.helpdeskAgents, role: 'Backup Operator' }],
  });
  const { resource } = synthesized(stack);
  expect(resource.azurerm_lighthouse_definition['main_rg-a_backup'].scope).toBe(`/subscriptions/${main}`);
  expect(resource.azurerm_lighthouse_assignment['main_rg-a_backup'].scope).toBe(
    `/subscriptions/${main}/resourceGroups/rg-a`,
  );
});

const to = msp.helpdeskAgents;
test.each<[string, DelegatedRoleProps]>([
  ['Owner', { to, role: 'Owner' }],
  ['a role with data actions', { to, role: 'Storage Blob Data Reader' }],
  ['User Access Administrator without roles to give', { to, role: 'User Access Administrator' }],
  ['another role with roles to give', { to, role: 'Reader', assignableRoles: ['Contributor'] }],
  ['Owner to be given', { to, role: 'User Access Administrator', assignableRoles: ['Owner'] }],
])('a delegation is refused of %s', (_, authorization) => {
  const stack = delegated({ authorizations: [authorization] });
  expect(diagnosticsOf(stack).map(({ code }) => code)).toEqual(['malformed_delegation']);
});

test('a delegation is refused without a name, of nothing, to nobody, and for a time that Azure does not have', () => {
  const codes = (props: Partial<DelegationProps>) => diagnosticsOf(delegated(props)).map(({ code }) => code);
  expect(codes({ offerName: ' ' })).toEqual(['malformed_delegation']);
  expect(codes({ authorizations: [] })).toEqual(['malformed_delegation']);
  expect(codes({ authorizations: [{ to: 'helpdesk', role: 'Reader' }] })).toEqual(['malformed_id']);
  expect(codes({ eligible: [{ to, role: 'Reader', longestActivation: 'PT9H' }] })).toEqual([
    'malformed_delegation',
  ]);
});
