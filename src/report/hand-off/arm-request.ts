import {
  assignmentId,
  registrationAssignmentId,
  registrationDefinitionId,
  roleDefinitionId,
  roleDefinitionIdAt,
  uuidv5,
  type PimAssignment,
  type RegistrationAssignment,
  type RegistrationDefinition,
  type RoleAssignment,
  type RoleDefinition,
  type Scope,
} from '../../model';
import { isAssignmentChange, isPimAssignmentChange, type Change, type Plan } from '../../plan';

/** One request to Resource Manager that makes a change, or a part of it, exactly as an apply would. */
export interface ArmRequest {
  readonly change: Change;
  readonly method: 'PUT' | 'DELETE';
  readonly id: string;
  readonly apiVersion: string;
  readonly scope: Scope;
  /** Such as `Microsoft.Authorization/roleAssignments`. */
  readonly type: string;
  readonly name: string;
  /** Of a PUT. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The requests that make the change: names are those that a plan looks for, so that it finds nothing left to do. */
export function armRequests(change: Change, { owner, asOf }: Pick<Plan, 'owner' | 'asOf'>): ArmRequest[] {
  if (change.action === 'no-op') return [];
  const { before, after }: { readonly before?: Located; readonly after?: object } = change;
  if (isAssignmentChange(change)) {
    const puts = 'after' in change ? [putAssignment(change, change.after)] : [];
    const isRemoved = change.action === 'delete' || change.action === 'replace';
    return [...puts, ...(isRemoved ? [remove(change, change.before)] : [])];
  }
  if (isPimAssignmentChange(change)) {
    return [requestPim(change, uuidv5(owner, `${change.address}|${asOf}`), asOf)];
  }
  if (!after) return before ? [remove(change, before)] : [];
  switch (change.type) {
    case 'azurerm_role_definition':
      return [putRoleDefinition(change, after as RoleDefinition, before?.id)];
    case 'azurerm_lighthouse_definition':
      return [putDefinition(change, after as RegistrationDefinition)];
    case 'azurerm_lighthouse_assignment':
      return [putRegistration(change, after as RegistrationAssignment)];
  }
}

type Located = { readonly id: string; readonly scope: Scope };
type PimChange = Extract<Change, { type: `azurerm_pim_${string}` }>;

const apiVersions: Readonly<Record<string, string>> = {
  'Microsoft.Authorization': '2022-04-01',
  'Microsoft.ManagedServices': '2022-10-01',
};

function request(
  change: Change,
  method: ArmRequest['method'],
  { id, scope }: Located,
  properties?: ArmRequest['properties'],
): ArmRequest {
  const [provider = '', type = '', name = ''] = id.split('/').slice(-3);
  const apiVersion = apiVersions[provider] ?? '';
  const rest = { change, method, id, apiVersion, scope, type: `${provider}/${type}`, name };
  return properties ? { ...rest, properties } : rest;
}

function remove(change: Change, existing: Located): ArmRequest {
  return request(change, 'DELETE', existing);
}

/** An update keeps the name that the assignment has. */
function putAssignment(change: Change, after: RoleAssignment): ArmRequest {
  const updated = change.action === 'update' && isAssignmentChange(change) ? change.before : undefined;
  const { scope, role, principalId, principalType, condition, conditionVersion } = after;
  const description = updated ? updated.description : after.description;
  return request(
    change,
    'PUT',
    { id: updated?.id ?? assignmentId(after), scope },
    {
      roleDefinitionId: roleDefinitionIdAt(scope, role),
      principalId,
      principalType,
      ...(condition && { condition, conditionVersion }),
      ...(description && { description }),
    },
  );
}

function putRoleDefinition(change: Change, after: RoleDefinition, existing: string | undefined): ArmRequest {
  const { roleName, description = '', permissions, assignableScopes, scope } = after;
  return request(
    change,
    'PUT',
    { id: existing ?? roleDefinitionId(after), scope },
    { roleName, description, type: 'CustomRole', permissions, assignableScopes },
  );
}

function putDefinition(change: Change, after: RegistrationDefinition): ArmRequest {
  const { offerName, description = '', managingTenantId, authorizations, eligibleAuthorizations } = after;
  const holder = (each: { readonly principalId: string; readonly displayName?: string }) => ({
    principalId: each.principalId,
    ...(each.displayName && { principalIdDisplayName: each.displayName }),
  });
  return request(
    change,
    'PUT',
    { id: registrationDefinitionId(after), scope: after.scope },
    {
      registrationDefinitionName: offerName,
      description,
      managedByTenantId: managingTenantId,
      authorizations: authorizations.map((each) => ({
        ...holder(each),
        roleDefinitionId: each.role,
        ...(each.assignableRoles.length > 0 && { delegatedRoleDefinitionIds: each.assignableRoles }),
      })),
      ...(eligibleAuthorizations.length > 0 && {
        eligibleAuthorizations: eligibleAuthorizations.map((each) => ({
          ...holder(each),
          roleDefinitionId: each.role,
          justInTimeAccessPolicy: {
            multiFactorAuthProvider: each.multiFactor,
            maximumActivationDuration: each.longestActivation,
            managedByTenantApprovers: each.approvers.map(holder),
          },
        })),
      }),
    },
  );
}

function putRegistration(change: Change, after: RegistrationAssignment): ArmRequest {
  const place = { id: registrationAssignmentId(after), scope: after.scope };
  return request(change, 'PUT', place, { registrationDefinitionId: after.definitionId });
}

const requestTypes = { create: 'AdminAssign', update: 'AdminUpdate', delete: 'AdminRemove', 'no-op': '' };

/** What is asked for is a request with a name of its own, never the schedule itself. */
function requestPim(change: PimChange, name: string, asOf: string): ArmRequest {
  const subject: PimAssignment = 'after' in change ? change.after : change.before;
  const { scope, role, principalId, justification, endsAt } = subject;
  const expiration = endsAt ? { type: 'AfterDateTime', endDateTime: endsAt } : { type: 'NoExpiration' };
  const kind = change.type === 'azurerm_pim_eligible_role_assignment' ? 'Eligibility' : 'Assignment';
  const id = `${scope}/providers/Microsoft.Authorization/role${kind}ScheduleRequests/${name}`;
  const asked = request(
    change,
    'PUT',
    { id, scope },
    {
      principalId,
      roleDefinitionId: roleDefinitionIdAt(scope, role),
      requestType: requestTypes[change.action],
      ...(justification && { justification }),
      ...(change.action !== 'delete' && { scheduleInfo: { startDateTime: asOf, expiration } }),
    },
  );
  return { ...asked, apiVersion: '2020-10-01' };
}
