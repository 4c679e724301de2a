import { roleAssignmentSchema, type RoleAssignmentAttribute } from '../../../resources';
import type { Attribute, Schema } from '../schema';
import { timeouts } from '../time-limits';

export const attributeNames = Object.keys(roleAssignmentSchema.attributes) as RoleAssignmentAttribute[];

/** Those that Azure keeps for the life of an assignment. */
export const replacing = attributeNames.filter(
  (name) => roleAssignmentSchema.attributes[name].change === 'replace',
);

const descriptions: Readonly<Record<RoleAssignmentAttribute, string>> = {
  name: 'GUID that names the assignment within its scope. Default: derived from `owner` of the provider, scope, role and principal, so that it is the same whoever plans.',
  scope: 'Resource id of a management group, subscription, resource group or resource.',
  role_definition_id: 'Resource id of the role, in any of the forms that Azure has, or its GUID.',
  principal_id: 'Object id of whom the role is given to.',
  principal_type:
    'User, Group, ServicePrincipal, ForeignGroup or Device. ForeignGroup is a group of another tenant, such as AdminAgents of a partner.',
  condition: 'Condition under which the role can be used. Changed in place.',
  condition_version: 'Must be 2.0 where there is a condition.',
  description: 'For people. Changed in place.',
};

function attributeOf(name: RoleAssignmentAttribute): Attribute {
  const optional = name === 'name' ? 'optional-computed' : 'optional';
  const given = roleAssignmentSchema.attributes[name].required ? 'required' : optional;
  return { type: 'string', given, description: descriptions[name] };
}

export const schema: Schema = {
  version: 0,
  description: "A role, given to a principal at a scope. Unlike azurerm's, also to groups of other tenants.",
  attributes: {
    id: { type: 'string', given: 'computed', description: 'Resource id of the assignment.' },
    ...Object.fromEntries(attributeNames.map((name) => [name, attributeOf(name)])),
  },
  blocks: { timeouts },
};
