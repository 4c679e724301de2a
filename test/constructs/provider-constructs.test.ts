import { App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  DataTilldelaAccess,
  DataTilldelaCustomer,
  TilldelaProvider,
  TilldelaRoleAssignment,
} from '../../src';
import { providerSchema } from '../../src/provider/protocol/configuration';
import { access } from '../../src/provider/protocol/data-sources/access';
import { customer } from '../../src/provider/protocol/data-sources/customer';
import { roleAssignment } from '../../src/provider/protocol/role-assignment/role-assignment';
import type { Schema } from '../../src/provider/protocol/schema';

/** A stack of somebody's own, with every argument that there is. */
function synthesized() {
  const stack = new TerraformStack(new App(), 'own');
  const argument = 'x';
  new TilldelaProvider(stack, 'provider', {
    alias: 'contoso',
    tenantId: argument,
    subscriptionId: argument,
    environment: argument,
    metadataHost: argument,
    clientId: argument,
    clientCertificatePath: argument,
    clientCertificatePassword: argument,
    clientSecret: argument,
    useOidc: true,
    oidcToken: argument,
    oidcTokenFilePath: argument,
    oidcRequestUrl: argument,
    oidcRequestToken: argument,
    useCli: true,
    owner: argument,
  });
  const assignment = new TilldelaRoleAssignment(stack, 'assignment', {
    name: argument,
    scope: argument,
    roleDefinitionId: argument,
    principalId: argument,
    principalType: 'ForeignGroup',
    condition: argument,
    conditionVersion: argument,
    description: argument,
    timeouts: { create: '1m', read: '1m', update: '1m', delete: '1m' },
  });
  const who = new DataTilldelaAccess(stack, 'who', { scope: argument, roles: ['Owner'] });
  const contoso = new DataTilldelaCustomer(stack, 'contoso', { domain: argument });
  const values = {
    id: assignment.id,
    name: assignment.name,
    scope: who.scope,
    principals: who.principalIds,
    used: who.roleAssignmentsUsed,
    first: who.assignments.get(0).principalName,
    tenant: contoso.tenantId,
    subscription: contoso.subscriptions.get(1).id,
  };
  for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
  return stack.toTerraform() as {
    readonly provider: { readonly tilldela: readonly object[] };
    readonly resource: { readonly tilldela_role_assignment: { readonly assignment: object } };
    readonly data: {
      readonly tilldela_access: { readonly who: object };
      readonly tilldela_customer: { readonly contoso: object };
    };
    readonly output: Readonly<Record<string, { readonly value: string }>>;
  };
}

const argumentsOf = ({ attributes, blocks = {} }: Schema) =>
  [
    ...Object.entries(attributes).flatMap(([name, { given }]) => (given === 'computed' ? [] : [name])),
    ...Object.keys(blocks),
  ].sort();

const written = (block: object | undefined) =>
  Object.keys(block ?? {})
    .filter((name) => name !== '//' && name !== 'alias')
    .sort();

test('the constructs have every argument of the schema that the provider serves, and no other', () => {
  const { provider, resource, data } = synthesized();
  expect(written(provider.tilldela[0])).toEqual(argumentsOf(providerSchema));
  expect(written(resource.tilldela_role_assignment.assignment)).toEqual(argumentsOf(roleAssignment.schema));
  expect(written(data.tilldela_access.who)).toEqual(argumentsOf(access.schema));
  expect(written(data.tilldela_customer.contoso)).toEqual(argumentsOf(customer.schema));
});

test('what the provider computes is referred to', () => {
  const { output } = synthesized();
  expect(Object.values(output).map(({ value }) => value)).toEqual([
    '${tilldela_role_assignment.assignment.id}',
    '${tilldela_role_assignment.assignment.name}',
    '${data.tilldela_access.who.scope}',
    '${data.tilldela_access.who.principal_ids}',
    '${data.tilldela_access.who.role_assignments_used}',
    '${data.tilldela_access.who.assignments[0].principal_name}',
    '${data.tilldela_customer.contoso.tenant_id}',
    '${data.tilldela_customer.contoso.subscriptions[1].id}',
  ]);
});
