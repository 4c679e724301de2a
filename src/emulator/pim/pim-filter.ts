import { holdersOf } from '../arm/access/holders';
import type { ArmRequest } from '../arm/arm-request';
import { relationOf } from '../arm/scope';
import type { Relation, Scope } from '../arm/scope';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import { idKey } from '../world/cloud';

/** What schedules, their instances and requests have in common. */
export interface Listed {
  readonly scope: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** Of a request. */
  readonly requestorId?: string;
}

type Selection = (entry: Listed, relation: Relation) => boolean;

/**
 * What a list is asked for. Without a filter: at, above and below the scope.
 * Source: https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedules/list-for-scope
 *
 * @throws Refusal 400 for other filters
 */
export function readPimFilter(request: ArmRequest, scope: Scope): (entry: Listed) => boolean {
  const text = request.exchange.query('$filter');
  const selections = text ? parseFilter(text)?.map((condition) => selectionOf(request, condition)) : [];
  const defined = selections?.filter((selection) => selection !== undefined);
  if (!defined || defined.length !== selections?.length) {
    throw new Refusal(400, 'UnsupportedQuery', `The filter '${text}' is not supported.`);
  }
  return (entry) => {
    const relation = relationOf(entry.scope, scope);
    return relation !== 'unrelated' && defined.every((selects) => selects(entry, relation));
  };
}

function selectionOf(request: ArmRequest, condition: Condition): Selection | undefined {
  if (condition.kind === 'equals') return equals(condition.field, condition.value);
  if (condition.kind !== 'call' || condition.fields.length > 0) return undefined;
  const { objectId } = request.claims;
  const value = condition.value;
  switch (condition.name.toLowerCase()) {
    case 'atscope':
      return value === undefined ? (_, relation) => relation !== 'below' : undefined;
    case 'assignedto':
      return value ? heldBy(request, value) : undefined;
    case 'astarget':
      return value === undefined ? heldBy(request, objectId) : undefined;
    case 'asrequestor':
      return value === undefined ? (entry) => idKey(entry.requestorId ?? '') === idKey(objectId) : undefined;
    default:
      return undefined;
  }
}

function equals(field: string, value: string | boolean): Selection | undefined {
  if (typeof value !== 'string') return undefined;
  switch (field.toLowerCase()) {
    case 'principalid':
      return (entry) => idKey(entry.principalId) === idKey(value);
    case 'roledefinitionid':
      return (entry) => idKey(entry.roleDefinitionId) === idKey(value.split('/').at(-1) ?? '');
    default:
      return undefined;
  }
}

function heldBy(request: ArmRequest, objectId: string): Selection {
  const holders = holdersOf(
    request.context.ledger.cloud,
    request.callerHome,
    objectId,
    request.context.now(),
  );
  return (entry) => holders.has(idKey(entry.principalId));
}
