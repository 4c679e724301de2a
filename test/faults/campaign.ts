import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  applyPlan,
  findInterrupted,
  lockAfterApply,
  lockBeforeApply,
  openJournal,
  readLockFile,
  writeLockFile,
  type ApplyResult,
} from '../../src/apply';
import { hasErrors } from '../../src/diagnostics';
import { assignmentId, keyOf, type Guid, type Lock, type RoleAssignment } from '../../src/model';
import { assignmentChanges, planChanges, type Plan } from '../../src/plan';
import { createProvider, type Provider } from '../../src/provider';
import { Doom, Killed } from './doom';
import { desiredState } from './desired-state';
import { checkEnd } from './end-invariants';
import { checkResources } from './end-resources';
import { readActual } from './read-actual';
import { checkPrevention, isPrevented, isRefused, withoutPrevention } from './refusals';
import { checkRound } from './round-invariants';
import type { Violation } from './violation';
import { application, conditioned, partner, type Round, type Scenario } from './scenario';
import type { LoggedRequest, SimulatedAzure } from './simulated-azure';

/** What one round came to. */
export interface Played {
  readonly plan: Plan;
  /** Absent: the plan had errors, or the apply was killed. */
  readonly result?: ApplyResult;
  readonly wasKilled: boolean;
  /** Of this apply in the journal. */
  readonly lastLine?: string | undefined;
  readonly lock: Lock;
  /** What was asked for the plan, and then by somebody else. */
  readonly whilePlanning: readonly LoggedRequest[];
  /** What was asked by the apply. */
  readonly requests: readonly LoggedRequest[];
}

/** Where Linux keeps files in memory: waiting for a disk at each journal line would take a quarter of the time. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Simulates one customer's bad days and gives what they broke: nothing, if all is well. */
export async function runCampaign(scenario: Scenario, azure: SimulatedAzure): Promise<Violation[]> {
  azure.time.reset();
  const folder = mkdtempSync(path.join(memory, 'tilldela-faults-'));
  try {
    return await new Campaign(scenario, azure, folder).run();
  } finally {
    await azure.clearFaults();
    rmSync(folder, { recursive: true });
  }
}

const patience = { attempts: 6, delay: 2_000, removalLag: 60_000 };

class Campaign {
  readonly #journalFile: string;
  readonly #lockFile: string;
  /** What somebody else made, by lower-case id, and how it was left. */
  readonly #foreign = new Map<string, RoleAssignment>();
  /** Natural keys of what a plan was to remove: its removal may be under way and take with it what somebody then makes. */
  readonly #removed = new Set<string>();
  #runs = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly azure: SimulatedAzure,
    private readonly folder: string,
  ) {
    this.#journalFile = path.join(folder, 'journal', 'contoso.jsonl');
    this.#lockFile = path.join(folder, 'contoso.emulator.lock.json');
    mkdirSync(path.dirname(this.#journalFile));
    for (const { assignment } of scenario.initial) this.#remember(assignment);
    writeLockFile(this.#lockFile, this.#initialLock());
  }

  async run(): Promise<Violation[]> {
    const violations: Violation[] = [];
    for (const round of this.scenario.rounds) violations.push(...(await this.#disturbed(round)));
    await this.azure.clearFaults();
    this.azure.time.advance(this.scenario.restBeforeEnd);
    violations.push(...(await this.#undisturbed()));
    return violations;
  }

  async #disturbed(round: Round): Promise<Violation[]> {
    const { azure } = this;
    azure.time.advance(round.rest);
    if (round.losesLock) rmSync(this.#lockFile, { force: true });
    await azure.addFaults(round.whilePlanning);
    const provider = this.#provider();
    const plan = await this.#plan(provider, round);
    await azure.clearFaults();
    for (const interference of round.interference) await this.#interfere(interference, plan);
    azure.time.advance(round.pause);
    await azure.addFaults(round.whileApplying);
    const played = await this.#apply(plan, provider, round);
    if (!round.lingers) await azure.clearFaults();
    return checkRound(this.scenario, { round, played }, this.#writtenDown());
  }

  /** After all faults: one apply makes it as declared, and the next plan is empty. */
  async #undisturbed(): Promise<Violation[]> {
    const last = this.scenario.rounds.at(-1);
    if (!last) return [];
    const before = this.#readLock();
    const provider = this.#provider();
    const declared = { ...last, ending: undefined, skew: 0, allowsRemovalsFirst: true };
    const asDeclared = await this.#plan(provider, declared);
    const round = isPrevented(asDeclared) ? withoutPrevention(declared) : declared;
    const plan = round === declared ? asDeclared : await this.#plan(provider, round);
    const played = await this.#apply(plan, provider, round);
    const violations = checkRound(this.scenario, { round, played }, this.#writtenDown());
    const settled = await this.#plan(provider, round);
    return [
      ...checkPrevention(declared, asDeclared, plan),
      ...violations,
      ...checkEnd(this.scenario, { round, played, settled, foreign: this.#foreign }),
      ...(await checkResources(round.resources, before.made, provider, settled.asOf)),
    ];
  }

  #provider(): Provider {
    return createProvider({
      environment: this.azure.environment,
      partnerTenant: partner.tenant,
      customerTenant: this.scenario.customer.tenant,
      reads: 'in-tenant',
      writes: 'in-tenant',
      secret: { clientId: application.appId, clientSecret: application.secret },
    });
  }

  async #plan(provider: Provider, round: Round): Promise<Plan> {
    const lock = this.#readLock();
    const asOf = new Date(this.azure.time.now() + round.skew * 1000).toISOString();
    const desired = desiredState(this.scenario, round, lock, asOf);
    const { actual, diagnostics } = await readActual(provider, desired, lock);
    return planChanges({
      desired,
      actual,
      lock,
      cloud: 'emulator',
      asOf,
      configurationDigest: 'digest',
      diagnostics,
    });
  }

  /** As the command does it: lock file, changes with their journal, lock file. */
  async #apply(plan: Plan, provider: Provider, round: Round): Promise<Played> {
    const { azure } = this;
    const whilePlanning = await azure.newRequests();
    const before = this.#readLock();
    if (hasErrors(plan.diagnostics) || isRefused(plan, round))
      return this.#played({ plan, whilePlanning, wasKilled: false });
    const lock = lockBeforeApply(before, plan, this.scenario.subscriptions);
    writeLockFile(this.#lockFile, lock);
    for (const change of assignmentChanges(plan)) {
      const isRemoval = change.action === 'delete' || change.action === 'replace';
      if (isRemoval) this.#removed.add(keyOf(change.before));
    }
    const doom = new Doom(round.ending, this.#journalFile);
    const now = () => new Date(this.azure.time.now() + round.skew * 1000);
    const journal = openJournal(this.#journalFile, `run-${++this.#runs}`, now);
    try {
      const result = await applyPlan(plan, {
        writer: doom.writer(provider),
        journal: doom.journal(journal),
        concurrency: round.concurrency,
        timing: {
          ...patience,
          now: () => now().getTime(),
          wait: (milliseconds, signal) => azure.time.wait(milliseconds, signal),
        },
        signal: doom.signal,
        replan: () => this.#plan(provider, round),
      });
      writeLockFile(this.#lockFile, await lockAfterApply(lock, plan, result, provider));
      return await this.#played({ plan, whilePlanning, result, wasKilled: false, lastLine: doom.lastLine });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return await this.#played({ plan, whilePlanning, wasKilled: true, lastLine: doom.lastLine });
    } finally {
      journal.close();
    }
  }

  async #played(how: Omit<Played, 'lock' | 'requests'>): Promise<Played> {
    return { ...how, lock: this.#readLock(), requests: await this.azure.newRequests() };
  }

  async #interfere(interference: Round['interference'][number], plan: Plan): Promise<void> {
    const { azure, scenario } = this;
    const put = async (assignment: RoleAssignment) => {
      const isTaken = await azure.somebodyPuts(scenario.customer, assignment);
      if (isTaken && !this.#removed.has(keyOf(assignment))) this.#remember(assignment);
    };
    if (interference.kind === 'adds') return put(interference.assignment);
    const { kind, which, letter } = interference;
    if (kind === 'takes') {
      const created = assignmentChanges(plan).flatMap((change) =>
        change.action === 'create' ? [change.after] : [],
      );
      const wanted = created[which % created.length];
      const byHand = `${wanted?.name.slice(0, 24)}00000000f00d` as Guid;
      // A custom role that somebody keeps cannot go when it is no longer declared.
      if (!wanted || wanted.principalId === scenario.customer.specialists) return;
      return put({ ...conditioned(wanted, letter), name: byHand });
    }
    const found = assignmentChanges(plan).flatMap((change) => ('before' in change ? [change.before] : []));
    const existing = found[which % found.length];
    if (!existing) return;
    if (kind === 'changes') return put(conditioned(existing, letter));
    const isGone = await azure.somebodyDeletes(scenario.customer, existing.id);
    if (isGone) this.#foreign.delete(existing.id.toLowerCase());
  }

  #remember(assignment: RoleAssignment): void {
    this.#foreign.set(assignmentId(assignment).toLowerCase(), assignment);
  }

  #initialLock(): Lock {
    const { adopted, made } = this.scenario;
    return { customer: 'contoso', cloud: 'emulator', scopes: [], adopted, made };
  }

  #readLock(): Lock {
    return readLockFile(this.#lockFile, 'contoso', 'emulator');
  }

  #writtenDown(): { readonly journal: string; readonly lock: string; readonly isInterrupted: boolean } {
    return {
      journal: this.#runs === 0 ? '' : readFileSync(this.#journalFile, 'utf8'),
      // Somebody deleted it, and the apply ended before it had anything to write.
      lock: existsSync(this.#lockFile) ? readFileSync(this.#lockFile, 'utf8') : '',
      isInterrupted: findInterrupted(this.#journalFile) !== undefined,
    };
  }
}
