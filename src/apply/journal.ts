import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fail, type Diagnostic } from '../diagnostics';
import { keyOf } from '../model';
import { isAssignmentChange, type Change } from '../plan';
import type { Actionable } from './act';
import { syncFolder } from './sync-folder';

/** One line of a journal. */
export interface JournalEntry {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The same for all lines of one apply. */
  readonly run: string;
  /** `unknown`: Azure gave no answer that says so, and may have made the change. */
  readonly event: 'started' | 'begin' | 'done' | 'failed' | 'unknown' | 'finished';
  readonly address?: string;
  readonly action?: Change['action'];
  /** Azure's id of the assignment, as soon as it is known. */
  readonly assignmentId?: string;
  /** Natural key of the access that the change takes away. */
  readonly removes?: string;
  /** Azure's id of what a replacement takes away. */
  readonly removedId?: string;
  /** What was there when the change was begun, and what is to be there: enough to undo it by hand. */
  readonly before?: object;
  readonly after?: object;
  /** Why it failed, or why that is not known. */
  readonly diagnostic?: Diagnostic;
}

/** Where one apply of one customer writes down what it is about to do and what it has done. */
export interface Journal {
  /** Throws a DiagnosticError `state_not_written`. */
  write(entry: Omit<JournalEntry, 'at' | 'run'>): void;
  /** Milliseconds since 1970 at which the removal of this access was last begun, in this apply or an earlier one. */
  removalOf(naturalKey: string): number | undefined;
  close(): void;
}

/**
 * Opens the journal for appending. Each line is on the disk before `write` returns, so that after a crash the
 * journal names every change that may have reached Azure. Throws a DiagnosticError `state_not_written`.
 */
export function openJournal(file: string, run: string, now: () => Date): Journal {
  const text = readText(file);
  const removals = new Map<string, number>();
  const note = ({ at, removes }: JournalEntry): void => {
    if (removes !== undefined) removals.set(removes, Date.parse(at));
  };
  readEntries(text).forEach(note);
  const descriptor = onDisk(file, () => openAtEnd(file, text));
  return {
    write(entry) {
      const line: JournalEntry = { at: now().toISOString(), run, ...entry };
      onDisk(file, () => {
        writeSync(descriptor, `${JSON.stringify(line)}\n`);
        fsyncSync(descriptor);
      });
      note(line);
    },
    removalOf: (naturalKey) => removals.get(naturalKey),
    close: () => closeSync(descriptor),
  };
}

function openAtEnd(file: string, text: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a', 0o600);
  if (text === '') syncFolder(path.dirname(file));
  if (/[^\n]$/.test(text)) writeSync(descriptor, '\n'); // or the first line would be lost with the torn one
  return descriptor;
}

function onDisk<Result>(file: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    return fail('state_not_written', {
      detail: `${(error as Error).message}. Without its journal (${file}) nothing is begun.`,
      hint: 'Make room or give the permission, and apply again.',
    });
  }
}

/**
 * The changes that were begun and of which it is not known how they ended, in the applies since the last one that came
 * to its end; undefined when that was the last.
 */
export function findInterrupted(file: string): readonly JournalEntry[] | undefined {
  const entries = readEntries(readText(file));
  const since = entries.slice(entries.findLastIndex(({ event }) => event === 'finished') + 1);
  if (since.length === 0) return undefined;
  const inHand = new Map<string | undefined, JournalEntry>();
  for (const entry of since) {
    if (entry.event === 'unknown') continue;
    inHand.delete(entry.address);
    if (entry.event === 'begin') inHand.set(entry.address, entry);
  }
  return [...inHand.values()];
}

/** What a change takes away and what it puts there. */
export function whatChanges(
  change: Actionable,
): Pick<JournalEntry, 'removes' | 'removedId' | 'before' | 'after'> {
  const removes =
    isAssignmentChange(change) && (change.action === 'delete' || change.action === 'replace')
      ? { removes: keyOf(change.before) }
      : {};
  return {
    ...removes,
    ...(change.action === 'replace' && { removedId: change.before.id }),
    ...('before' in change && { before: change.before }),
    ...('after' in change && { after: change.after }),
  };
}

/** A torn last line is what a crash leaves: it is passed over. */
function readEntries(text: string): JournalEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalEntry];
    } catch {
      return [];
    }
  });
}

/** Empty where there is no file. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
