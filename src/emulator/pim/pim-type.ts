import type { ArmType } from '../arm/api-version';
import type { ScheduleKind } from '../world/role-schedule';

/** The words in which the API speaks of a kind of schedule. */
interface Vocabulary {
  readonly schedules: string;
  readonly instances: string;
  readonly requests: string;
  /** Property of a schedule that names the request it came from. */
  readonly requestId: string;
  /** Property of a request that names the schedule it is about. */
  readonly targetId: string;
  readonly targetInstanceId: string;
  /** Property of an instance that names its schedule. */
  readonly scheduleId: string;
}

export const vocabularies: Readonly<Record<ScheduleKind, Vocabulary>> = {
  active: vocabularyOf('roleAssignment'),
  eligible: vocabularyOf('roleEligibility'),
};

export interface PimType {
  readonly kind: ScheduleKind;
  readonly object: 'schedules' | 'instances' | 'requests';
}

/** What a type of the API is in the terms of the emulator. */
export function pimTypeOf(type: ArmType): PimType {
  const object = type.endsWith('Requests')
    ? 'requests'
    : type.endsWith('Instances')
      ? 'instances'
      : 'schedules';
  return { kind: type.startsWith('roleEligibility') ? 'eligible' : 'active', object };
}

/** `{scope}/providers/Microsoft.Authorization/{type}/{name}` */
export function pimId(scope: string, type: string, name: string): string {
  return `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/${type}/${name}`;
}

function vocabularyOf(prefix: string): Vocabulary {
  const capitalised = prefix.charAt(0).toUpperCase() + prefix.slice(1);
  return {
    schedules: `${prefix}Schedules`,
    instances: `${prefix}ScheduleInstances`,
    requests: `${prefix}ScheduleRequests`,
    requestId: `${prefix}ScheduleRequestId`,
    targetId: `target${capitalised}ScheduleId`,
    targetInstanceId: `target${capitalised}ScheduleInstanceId`,
    scheduleId: `${prefix}ScheduleId`,
  };
}
