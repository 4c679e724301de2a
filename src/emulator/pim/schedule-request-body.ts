import { badFormat, isGuid, isObject, parseProperties, readText } from '../arm/json-body';
import type { JsonObject } from '../arm/json-body';
import { readCondition, readPrincipalId, readRoleDefinitionId } from '../arm/role-assignment-body';
import type { RequestType, RoleScheduleRequest } from '../world/role-schedule';

/** What a schedule request asks for; the schedule itself is read when it is needed. */
export interface ScheduleRequestBody extends Pick<
  RoleScheduleRequest,
  'principalId' | 'requestType' | 'justification' | 'ticketInfo' | 'condition' | 'conditionVersion'
> {
  /** Bare GUID. */
  readonly roleDefinitionId: string;
  /** The subscription that the role's id is rooted at, if it is. */
  readonly roleSubscription?: string;
  readonly scheduleInfo: unknown;
  /** Name of the eligible schedule that an activation is out of. */
  readonly linkedEligibleSchedule?: string;
}

const requestTypes: readonly RequestType[] = [
  'AdminAssign',
  'AdminRemove',
  'AdminUpdate',
  'SelfActivate',
  'SelfDeactivate',
];

/**
 * Reads `{"properties":{…}}` of a PUT. Read-only properties that a client sends back are ignored.
 *
 * @throws Refusal 400 for the first thing that is wrong, request types that are not imitated included
 */
export function readScheduleRequestBody(text: string): ScheduleRequestBody {
  const properties = parseProperties(text);
  const written = readText(properties['requestType']);
  const requestType = requestTypes.find((type) => type.toLowerCase() === written?.toLowerCase());
  if (!requestType) throw badFormat();
  const roleDefinitionId = readRoleDefinitionId(properties['roleDefinitionId']);
  const root = /^\/+subscriptions\/([^/]+)\//i.exec(String(properties['roleDefinitionId']))?.[1];
  const linked = readText(properties['linkedRoleEligibilityScheduleId'])?.split('/').at(-1);
  if (linked && !isGuid(linked)) throw badFormat();
  return {
    principalId: readPrincipalId(properties['principalId']),
    requestType,
    roleDefinitionId,
    ...(root !== undefined && { roleSubscription: root }),
    ...(linked && { linkedEligibleSchedule: linked }),
    justification: readText(properties['justification']),
    ticketInfo: readTicket(properties['ticketInfo']),
    scheduleInfo: properties['scheduleInfo'],
    ...readCondition(properties),
  };
}

function readTicket(value: unknown): RoleScheduleRequest['ticketInfo'] {
  const ticket: unknown = value ?? {};
  if (!isObject(ticket)) throw badFormat();
  const read = (name: keyof JsonObject): string | null => readText(ticket[name]);
  return { ticketNumber: read('ticketNumber'), ticketSystem: read('ticketSystem') };
}
