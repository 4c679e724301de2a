import {
  doubts,
  feasibilityOf,
  menders,
  reasons,
  type DoubtCode,
  type ReasonCode,
  type StandingAt,
} from '../channels';
import type { ChannelKind } from '../model';
import { isActionable, type Change } from './change';
import { needsOf } from './needs';
import type { Plan } from './plan';

/**
 * Who makes a change: the channel, or, where none can, somebody of the customer to whom it is handed off. Absent where
 * nobody asked. It is about whoever runs, not about what was reviewed: a plan is not stale because another person applies it.
 */
export interface Making {
  readonly channel?: ChannelKind;
  /** Why it is not known whether the channel can; it is tried. */
  readonly doubt?: DoubtCode;
  readonly handOff?: HandOff;
}

/** Why a change is not made; `after_hand_off` for one that could be, if it did not wait for one that cannot. */
export type HandOff = ReasonCode | 'after_hand_off';

/** The plan in which every change that writes says who makes it. */
export function withMaking(plan: Plan, standingAt: StandingAt): Plan {
  const judged = plan.changes.map((change) =>
    isActionable(change) ? madeBy(change, makingOf(change, plan.writes, standingAt)) : change,
  );
  return { ...plan, changes: afterHandOffs(judged) };
}

function makingOf(change: Change, writes: ChannelKind, standingAt: StandingAt): Making {
  const found = feasibilityOf(needsOf(change), writes, standingAt);
  if (found.feasible === 'no') return { handOff: found.reason };
  return { channel: found.channel, ...(found.feasible === 'unknown' && { doubt: found.doubt }) };
}

/** What waits for a change that is handed off, directly or not, is not made either. */
function afterHandOffs(changes: readonly Change[]): Change[] {
  const handedOff = new Set(handOffsOf({ changes }).map(({ address }) => address));
  for (let size = -1; size !== handedOff.size;) {
    size = handedOff.size;
    for (const change of changes) {
      if (isActionable(change) && awaitedBy(change).some((address) => handedOff.has(address))) {
        handedOff.add(change.address);
      }
    }
  }
  return changes.map((change) => {
    const isWaiting = !change.handOff && handedOff.has(change.address);
    return isWaiting ? madeBy(change, { handOff: 'after_hand_off' }) : change;
  });
}

/** A removal that makes room does not wait for the grants that take its place, but is of no use without them. */
function awaitedBy({ dependsOn, makesRoomBefore = [] }: Change): readonly string[] {
  return [...dependsOn, ...makesRoomBefore];
}

function madeBy(change: Change, making: Making): Change {
  const rest: Change = { ...change };
  for (const key of ['channel', 'doubt', 'handOff'] as const) delete rest[key];
  return { ...rest, ...making };
}

/** The plan without what is handed off: what can be carried out. */
export function withoutHandOffs(plan: Plan): Plan {
  return { ...plan, changes: plan.changes.filter(({ handOff }) => handOff === undefined) };
}

/** The changes that somebody else must make before the rest can go on. */
export function handOffsOf({ changes }: Pick<Plan, 'changes'>): readonly Change[] {
  return changes.filter(({ handOff }) => handOff !== undefined);
}

/** A hand-off in plain words, as sentences; `mendedBy` is who can take the obstacle away. */
export interface HandOffWords {
  readonly because: string;
  readonly remedy: string;
  readonly mendedBy: string;
}

export function handOffWords(handOff: HandOff): HandOffWords {
  if (handOff === 'after_hand_off') {
    return {
      because: 'It waits for another change, which is handed off.',
      remedy: 'Apply again when that is done.',
      mendedBy: menders['partner-person'],
    };
  }
  const { because, remedy, mendedBy } = reasons[handOff];
  return { because, remedy, mendedBy: menders[mendedBy] };
}

export function doubtWords(doubt: DoubtCode): string {
  return doubts[doubt];
}
