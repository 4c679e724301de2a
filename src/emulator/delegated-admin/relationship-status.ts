import { azureTimestamp } from '../world/cloud';
import type { DelegatedAdminRelationship, RelationshipStatus, Transition } from '../world/delegated-admin';
import { millisecondsOf } from './duration';

/** Milliseconds that each step of provisioning takes. Azure takes seconds to minutes. */
export const provisioningStep = 1000;

/** Milliseconds after which a request for approval lapses: 90 days. */
const approvalWindow = 90 * 24 * 3600 * 1000;

/** @returns the last transition whose time has come; the first when none has */
export function currentOf<S extends string>(
  transitions: readonly Transition<S>[],
  now: Date,
): Transition<S> | undefined {
  return transitions.findLast(({ at }) => Date.parse(at) <= now.getTime()) ?? transitions[0];
}

export function statusOf(relationship: DelegatedAdminRelationship, now: Date): RelationshipStatus {
  return transitionOf(relationship, now).status;
}

/** When a relationship last changed: by a request, or by itself. */
export function lastModifiedOf(relationship: DelegatedAdminRelationship, now: Date): string {
  const { at } = transitionOf(relationship, now);
  return Date.parse(at) > Date.parse(relationship.lastModifiedDateTime)
    ? at
    : relationship.lastModifiedDateTime;
}

export function activatedOn({ transitions }: DelegatedAdminRelationship, now: Date): string | null {
  const active = transitions.find(({ status }) => status === 'active');
  return active && Date.parse(active.at) <= now.getTime() ? active.at : null;
}

/** The end as it stands now: each time that it is reached, an automatic extension moves it. */
export function endOf(relationship: DelegatedAdminRelationship, now: Date): string | undefined {
  const { endDateTime, autoExtendDuration } = relationship;
  if (endDateTime === undefined) return undefined;
  const ended = relationship.transitions.find(({ status }) => status === 'terminated');
  if (ended) return ended.at;
  const extension = millisecondsOf(autoExtendDuration) ?? 0;
  const [end, late] = [Date.parse(endDateTime), now.getTime() - Date.parse(endDateTime)];
  if (late < 0 || extension === 0) return endDateTime;
  return timestamp(end + (Math.floor(late / extension) + 1) * extension);
}

/** What locking for approval leads to. */
export function lockedFrom(now: Date): readonly Transition<RelationshipStatus>[] {
  return [at('approvalPending', now, 0), at('expired', now, approvalWindow)];
}

/** What the customer's approval leads to. */
export function approvedFrom(now: Date): readonly Transition<RelationshipStatus>[] {
  return [
    at('approved', now, 0),
    at('activating', now, provisioningStep),
    at('active', now, 2 * provisioningStep),
  ];
}

/** What a request to terminate leads to. */
export function terminatedFrom(now: Date): readonly Transition<RelationshipStatus>[] {
  return [
    at('terminationRequested', now, 0),
    at('terminating', now, provisioningStep),
    at('terminated', now, 2 * provisioningStep),
  ];
}

/** The transitions that have come, followed by new ones in place of those that have not. */
export function continuedBy<S extends string>(
  transitions: readonly Transition<S>[],
  next: readonly Transition<S>[],
  now: Date,
): readonly Transition<S>[] {
  return [...transitions.filter((each) => Date.parse(each.at) <= now.getTime()), ...next];
}

export function timestamp(milliseconds: number): string {
  return azureTimestamp(new Date(milliseconds));
}

/** Beyond its end an active relationship expires, whatever was planned. */
function transitionOf(relationship: DelegatedAdminRelationship, now: Date): Transition<RelationshipStatus> {
  const planned = currentOf(relationship.transitions, now) ?? {
    status: 'created' as const,
    at: relationship.createdDateTime,
  };
  const end = Date.parse(endOf(relationship, now) ?? '');
  if (planned.status !== 'active' || !(now.getTime() >= end)) return planned;
  const isOver = now.getTime() >= end + provisioningStep;
  return isOver ? at('expired', end, provisioningStep) : at('expiring', end, 0);
}

function at<S extends string>(status: S, from: Date | number, after: number): Transition<S> {
  return { status, at: timestamp(Number(from) + after) };
}
