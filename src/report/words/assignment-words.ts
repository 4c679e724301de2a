import type { Cloud, ExistingRoleAssignment, Guid } from '../../model';
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
  const name =
    principalType === 'ForeignGroup' ? foreignName(principalId, names) : names.principal(principalId);
  return `${name} (${inline(principalType)})`;
}

/**
 * A group of another tenant, always with its object id: the name is ours only because the id is the one that the partner
 * declared, and the name that the portal shows anybody can take.
 */
export function foreignName(principalId: Guid, names: Names): string {
  const name = names.principal(principalId);
  return name.includes(principalId) ? name : `${name} ${principalId}`;
}

/** The emulator must be told from a real Azure at a glance. */
export function cloudWords(cloud: Cloud): string {
  return cloud === 'emulator' ? 'emulator, no real Azure' : `${cloud} cloud`;
}

/** `1 assignment`, `2 assignments`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
