import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import { idKey } from '../world/cloud';
import type { DenyAssignment } from '../world/deny-assignment';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';
import { renderPermission } from './role-definition-shape';
import { relationOf } from './scope';
import type { Relation, Scope } from './scope';

type Selection = (assignment: DenyAssignment, relation: Relation) => boolean;

/**
 * `GET {scope}/providers/Microsoft.Authorization/denyAssignments`
 * Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments-rest
 */
export function listDenyAssignments(request: ArmRequest, scope: Scope): Answer {
  const selects = readFilter(request.exchange.query('$filter'));
  const found = [...scope.home.objects.denyAssignments.values()].filter((assignment) => {
    const relation = relationOf(assignment.scope, scope);
    return relation !== 'unrelated' && selects(assignment, relation);
  });
  return { status: 200, body: armPage(request, found, render) };
}

/** `GET {scope}/providers/Microsoft.Authorization/denyAssignments/{name}` */
export function getDenyAssignment(scope: Scope, name: string): Answer {
  const assignment = scope.home.objects.denyAssignments.get(idKey(name));
  if (assignment && relationOf(assignment.scope, scope) === 'at') {
    return { status: 200, body: render(assignment) };
  }
  throw new Refusal(404, 'DenyAssignmentNotFound', `The deny assignment '${name}' is not found.`);
}

function readFilter(text: string | undefined): Selection {
  if (!text) return () => true;
  const selections = parseFilter(text)?.map(selectionOf);
  const defined = selections?.filter((selection) => selection !== undefined);
  if (!selections?.length || defined?.length !== selections.length) {
    throw new Refusal(400, 'UnsupportedQuery', `The filter '${text}' is not supported.`);
  }
  return (assignment, relation) => defined.every((selects) => selects(assignment, relation));
}

function selectionOf(condition: Condition): Selection | undefined {
  if (condition.kind === 'call') {
    const isAtScope = condition.name.toLowerCase() === 'atscope' && condition.fields.length === 0;
    return isAtScope && condition.value === undefined ? (_, relation) => relation !== 'below' : undefined;
  }
  if (condition.kind !== 'equals' || typeof condition.value !== 'string') return undefined;
  const value = idKey(condition.value);
  switch (condition.field.toLowerCase()) {
    case 'principalid':
      return (assignment) => assignment.principals.some((principal) => idKey(principal.id) === value);
    case 'denyassignmentname':
      return (assignment) => idKey(assignment.denyAssignmentName) === value;
    default:
      return undefined;
  }
}

function render(assignment: DenyAssignment) {
  const { name, denyAssignmentName, description, scope, permissions, principals } = assignment;
  return {
    properties: {
      denyAssignmentName,
      description: description ?? null,
      permissions: permissions.map(renderPermission),
      scope,
      doNotApplyToChildScopes: assignment.doNotApplyToChildScopes ?? false,
      principals,
      excludePrincipals: assignment.excludePrincipals ?? [],
      isSystemProtected: assignment.isSystemProtected ?? true,
    },
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
    type: 'Microsoft.Authorization/denyAssignments',
    name,
  };
}
