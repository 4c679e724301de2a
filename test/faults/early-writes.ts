import { assignmentId } from '../../src/model';
import { isPimAssignmentChange, type Change } from '../../src/plan';
import type { ApplyResult } from '../../src/apply';
import { subjectId } from '../../src/apply/kinds';
import type { Played } from './campaign';
import type { LoggedRequest } from './simulated-azure';
import { violation, type Violation } from './violation';

/** A request that changes something. */
export interface Write {
  /** Among all requests. */
  readonly index: number;
  readonly method: string;
  /** Lower-case resource id. */
  readonly id: string;
  readonly status: number;
}

export function pathOf(target: string): string {
  return decodeURIComponent(target.split('?')[0] ?? '').toLowerCase();
}

/**
 * What a request writes. Privileged Identity Management takes each request under a name of its own: in its place stands
 * whose role it is about.
 */
export function writtenAt({ target, body }: LoggedRequest): string {
  const { roleDefinitionId = '', principalId = '' } = body?.properties ?? {};
  const role = roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1);
  return pathOf(target).replace(/(schedulerequests)\/[^/]+$/, `$1/${role}/${principalId}`);
}

/** What a change may write, in lower case. */
export function writtenIds(change: Change): string[] {
  if (isPimAssignmentChange(change)) {
    const { role, principalId } = 'after' in change ? change.after : change.before;
    return [`${schedulesOf(change)}schedulerequests/${role}/${principalId}`];
  }
  const ids = [
    ...('before' in change ? [change.before.id] : []),
    ...('after' in change && change.action !== 'update' ? [subjectId(change)] : []),
  ];
  return ids.map((id) => id.toLowerCase());
}

/** Where the schedules of a kind stand, less the word that tells them from their requests. */
function schedulesOf(change: Extract<Change, { type: `azurerm_pim_${string}` }>): string {
  const { scope } = 'after' in change ? change.after : change.before;
  const word = change.type === 'azurerm_pim_eligible_role_assignment' ? 'eligibility' : 'assignment';
  return `${scope}/providers/microsoft.authorization/role${word}`.toLowerCase();
}

/** Invariant 4, from what Azure saw: before a change, everything that it depends on was written and then read. */
export function earlyWrites(played: Played, writes: readonly Write[]): Violation[] {
  const sequence = new Sequence(played, writes);
  return played.plan.changes.flatMap((change) => {
    const first = firstWriteOf(change, writes);
    if (!first) return [];
    const awaited = change.action === 'replace' ? [...change.dependsOn, change.address] : change.dependsOn;
    return awaited
      .filter((address) => !sequence.isVerified(address, first))
      .map((address) => violation('4', `${change.address} was written before ${address} was verified`));
  });
}

/** Of a replacement, the removal: it depends on what is created in its place. */
function firstWriteOf(change: Change, writes: readonly Write[]): Write | undefined {
  if (change.action === 'no-op') return undefined;
  const removes = change.action === 'delete' || change.action === 'replace';
  if (removes && !isPimAssignmentChange(change)) {
    const id = change.before.id.toLowerCase();
    return writes.find((write) => write.method === 'DELETE' && write.id === id);
  }
  const ids = writtenIds(change);
  return writes.find(({ id }) => ids.includes(id));
}

/** What Azure saw of an apply, in the order in which it did. */
export class Sequence {
  readonly #changes: ReadonlyMap<string, Change>;
  readonly #outcomes: ReadonlyMap<string, ApplyResult['entries'][number]['outcome']>;
  readonly #requests: readonly LoggedRequest[];

  constructor(
    { plan, result, requests }: Played,
    private readonly writes: readonly Write[],
  ) {
    this.#changes = new Map(plan.changes.map((change) => [change.address, change]));
    this.#outcomes = new Map((result?.entries ?? []).map(({ address, outcome }) => [address, outcome]));
    this.#requests = requests;
  }

  /** True when the change at the address was written and read back before. What the plan does not name never was. */
  isVerified(address: string, before: Write): boolean {
    const change = this.#changes.get(address);
    if (!change) return false;
    return this.#isAdopted(change) || this.#wasRead(change, before);
  }

  #isAdopted({ action, address }: Change): boolean {
    return action === 'create' && this.#outcomes.get(address) === 'already';
  }

  /** Somebody else may have made it as it was to be: that was read, and nothing written. A killed apply says nothing. */
  #mayBeAlready({ action, address }: Change): boolean {
    return (
      (action === 'update' || action === 'delete') && (this.#outcomes.get(address) ?? 'already') === 'already'
    );
  }

  #wasRead(change: Change, before: Write): boolean {
    const [id = ''] =
      'after' in change && change.action === 'replace' ? [idOfNew(change)] : writtenIds(change);
    const own = this.writes.filter((each) => each.id === id && each.index < before.index);
    const first = own[0]?.index ?? (this.#mayBeAlready(change) ? -1 : undefined);
    if (first === undefined) return false;
    // Where the access exists under another name, that one is read.
    const isElsewhere = own.some(({ status }) => status === 409);
    const holder = isPimAssignmentChange(change)
      ? `${schedulesOf(change)}schedules`
      : isElsewhere
        ? id.slice(0, id.lastIndexOf('/'))
        : id;
    const isGone = change.action === 'delete' && !isPimAssignmentChange(change);
    return this.#requests.some(
      ({ method, status, target }, index) =>
        method === 'GET' &&
        status === (isGone ? 404 : 200) &&
        index > first &&
        index < before.index &&
        pathOf(target).startsWith(holder),
    );
  }
}

function idOfNew(change: Extract<Change, { action: 'replace' }>): string {
  return assignmentId(change.after).toLowerCase();
}
