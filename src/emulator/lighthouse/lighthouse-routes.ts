import type { ArmPath } from '../arm/arm-path';
import type { ArmRequest } from '../arm/arm-request';
import { isGuid } from '../arm/json-body';
import { notImitated } from '../arm/not-imitated';
import { authorizedScope } from '../arm/request-scope';
import type { Scope } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { deleteAssignment, getAssignment, listAssignments, putAssignment } from './registration-assignments';
import { deleteDefinition, getDefinition, listDefinitions, putDefinition } from './registration-definitions';

type OfOne = (request: ArmRequest, scope: Scope, name: string) => Answer;

interface Operations {
  readonly list: (request: ArmRequest, scope: Scope) => Answer;
  readonly byMethod: Readonly<Record<string, OfOne | undefined>>;
}

const definitions: Operations = {
  list: listDefinitions,
  byMethod: { GET: getDefinition, PUT: putDefinition, DELETE: deleteDefinition },
};

const assignments: Operations = {
  list: listAssignments,
  byMethod: { GET: getAssignment, PUT: putAssignment, DELETE: deleteAssignment },
};

/** Azure Lighthouse: `{scope}/providers/Microsoft.ManagedServices/{type}[/{name}]` */
export function routeRegistrations(request: ArmRequest, path: ArmPath): Answer {
  const operations = path.type === 'registrationDefinitions' ? definitions : assignments;
  const { method } = request.exchange;
  const scope = authorizedScope(request, path);
  const { name } = path;
  if (name === undefined) {
    if (method !== 'GET') throw notImitated(request.exchange);
    return operations.list(request, scope);
  }
  const operate = operations.byMethod[method];
  if (!operate || path.action !== undefined) throw notImitated(request.exchange);
  if (!isGuid(name)) {
    throw new Refusal(400, 'InvalidResourceName', `The name '${name}' is not valid. It must be a GUID.`);
  }
  return operate(request, scope, name);
}
