import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { DiagnosticError, fail } from '../../diagnostics';

/** Who is applying. */
interface Claim {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs while no other apply of the customer does that shares the state folder; throws `apply_running` when there is
 * one, `state_not_written` where that cannot be known. A claim that a killed process left behind is taken over.
 */
export async function whileClaimed<Result>(
  stateFolder: string,
  customer: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const file = path.join(stateFolder, 'applying', `${customer}.json`);
  claimFor(customer, file);
  try {
    return await run();
  } finally {
    giveUp(file);
  }
}

function claimFor(customer: string, file: string): void {
  const claim: Claim = { run: randomUUID(), pid: process.pid, host: hostname() };
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    while (!make(file, claim)) removeIfDead(file, customer);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    fail('state_not_written', {
      customer,
      detail: `${(error as Error).message}. Nothing of this customer was changed in Azure.`,
      hint: 'Make room or give the permission, and apply again.',
    });
  }
}

/** One that cannot be removed counts as dead when this process has ended, and takes nothing from what was done. */
function giveUp(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}

/** False when the file exists. */
function make(file: string, claim: Claim): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(descriptor, JSON.stringify(claim));
  closeSync(descriptor);
  return true;
}

/**
 * Of several processes that find the same dead claim, one may remove it, and only while it is still there: the others
 * could otherwise remove the claim of that one.
 */
function removeIfDead(file: string, customer: string): void {
  const claim = read(file);
  if (claim === 'gone') return;
  if (claim === 'unreadable' || isAlive(claim)) refuse(file, customer, claim);
  const takeOver = `${file}.${claim.run}`;
  if (!make(takeOver, claim)) refuse(file, customer, claim);
  const now = read(file);
  if (typeof now === 'object' && now.run === claim.run) rmSync(file);
  rmSync(takeOver);
}

function read(file: string): Claim | 'gone' | 'unreadable' {
  try {
    const { run, pid, host } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Claim>;
    const isWhole = typeof run === 'string' && typeof pid === 'number' && typeof host === 'string';
    return isWhole && /^[\w-]+$/.test(run) ? { run, pid, host } : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

/** A process of another machine, as in a shared folder, cannot be asked and counts as alive. */
function isAlive({ pid, host }: Claim): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function refuse(file: string, customer: string, claim: Claim | 'unreadable'): never {
  const who = claim === 'unreadable' ? 'Another process' : `Process ${claim.pid} on ${claim.host}`;
  return fail('apply_running', {
    customer,
    detail: `${who} is applying ${customer}. Nothing of this customer was changed.`,
    hint: `Wait until it has ended. If no apply is running, delete ${file}.`,
  });
}
