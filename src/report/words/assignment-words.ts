import type { Cloud, ExistingRoleAssignment } from '../../model';
import { inline } from '../terminal/neutralise';
import type { Names } from './names';

/** The day of an RFC 3339 instant. */
export function dayOf(instant: string | undefined): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(instant ?? '')?.[0];
}

/** `2026-03-02 by lee@contoso.com`, as far as Azure tells. */
export function sinceWords(assignment: ExistingRoleAssignment, names: Names): string {
  const { createdOn, createdBy } = assignment;
  return `${dayOf(createdOn) ?? 'unknown'}${createdBy ? ` by ${names.actor(createdBy)}` : ''}`;
}

export function principalWords({ principalId, principalType }: ExistingRoleAssignment, names: Names): string {
  return `${names.principal(principalId)} (${inline(principalType)})`;
}

/** The emulator must be told from a real Azure at a glance. */
export function cloudWords(cloud: Cloud): string {
  return cloud === 'emulator' ? 'emulator, no real Azure' : `${cloud} cloud`;
}

/** `1 assignment`, `2 assignments`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
