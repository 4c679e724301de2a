import type { Context } from '../context';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import { idKey } from '../world/cloud';
import type { StoredRoleAssignment, TenantState } from '../world/cloud';
import { holdersOf } from './access/holders';
import type { ArmRequest } from './arm-request';
import type { Relation, Scope } from './scope';

type Selection = (assignment: StoredRoleAssignment, relation: Relation) => boolean;

/**
 * What the list is asked for. Without a filter: at, above and below the scope.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
 *
 * @throws Refusal 400 for other filters, and for none at root
 */
export function readAssignmentFilter(request: ArmRequest, scope: Scope): Selection {
  const text = request.exchange.query('$filter');
  if (!text) {
    if (scope.id === '/') throw unsupported('');
    return (_, relation) => relation !== 'unrelated';
  }
  const conditions = parseFilter(text);
  const tenants = [scope.home, request.callerHome];
  const selections = conditions?.map((condition) => selectionOf(condition, request.context, tenants));
  if (!conditions || !selections?.length || isUnsupportedCombination(conditions)) throw unsupported(text);
  const defined = selections.filter((selection) => selection !== undefined);
  if (defined.length < selections.length) throw unsupported(text);
  return (assignment, relation) =>
    relation !== 'unrelated' && defined.every((selection) => selection(assignment, relation));
}

function selectionOf(
  condition: Condition,
  context: Context,
  tenants: readonly TenantState[],
): Selection | undefined {
  if (condition.kind === 'equals') {
    const { field, value } = condition;
    if (field.toLowerCase() !== 'principalid' || typeof value !== 'string' || value === '') return undefined;
    return (assignment) => idKey(assignment.principalId) === idKey(value);
  }
  if (condition.kind !== 'call' || condition.fields.length > 0) return undefined;
  switch (condition.name.toLowerCase()) {
    case 'atscope':
      return condition.value === undefined ? (_, relation) => relation !== 'below' : undefined;
    case 'assignedto':
      return condition.value ? assignedTo(context, tenants, condition.value) : undefined;
    default:
      return undefined;
  }
}

/** Direct assignments and those through groups. It takes no group's id: for one, nothing is selected. */
function assignedTo(context: Context, tenants: readonly TenantState[], objectId: string): Selection {
  const { ledger, now } = context;
  const isGroup = tenants.some((state) => state.principals.get(idKey(objectId))?.type === 'Group');
  if (isGroup) return () => false;
  const holders = new Set(tenants.flatMap((tenant) => [...holdersOf(ledger.cloud, tenant, objectId, now())]));
  return (assignment) => holders.has(idKey(assignment.principalId));
}

/** `principalId` stands alone: https://github.com/Azure/azure-powershell/pull/20433 */
function isUnsupportedCombination(conditions: readonly Condition[]): boolean {
  return conditions.length > 1 && conditions.some((condition) => condition.kind === 'equals');
}

function unsupported(text: string): Refusal {
  return new Refusal(
    400,
    'UnsupportedQuery',
    `The filter '${text}' is not supported. Supported filters are either 'atScope()' or ` +
      "'principalId eq '{value}' or assignedTo('{value}')'.",
  );
}
