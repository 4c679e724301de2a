import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Change } from '../plan';
import { syncFolder } from './sync-folder';

/** One line of a journal. */
export interface JournalEntry {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The same for all lines of one apply. */
  readonly run: string;
  readonly event: 'started' | 'begin' | 'done' | 'failed' | 'finished';
  readonly address?: string;
  readonly action?: Change['action'];
  /** Azure's id of the assignment, as soon as it is known. */
  readonly assignmentId?: string;
  /** Natural key of the access that the change takes away. */
  readonly removes?: string;
}

/** Where one apply of one customer writes down what it is about to do and what it has done. */
export interface Journal {
  write(entry: Omit<JournalEntry, 'at' | 'run'>): void;
  /** Milliseconds since 1970 at which the removal of this access was last begun, in this apply or an earlier one. */
  removalOf(naturalKey: string): number | undefined;
  close(): void;
}

/**
 * Opens the journal for appending. Each line is on the disk before `write` returns, so that after a crash the
 * journal names every change that may have reached Azure.
 */
export function openJournal(file: string, run: string, now: () => Date): Journal {
  mkdirSync(path.dirname(file), { recursive: true });
  const text = readText(file);
  const removals = new Map<string, number>();
  const note = ({ at, removes }: JournalEntry): void => {
    if (removes !== undefined) removals.set(removes, Date.parse(at));
  };
  readEntries(text).forEach(note);
  const descriptor = openSync(file, 'a', 0o600);
  if (text === '') syncFolder(path.dirname(file));
  if (/[^\n]$/.test(text)) writeSync(descriptor, '\n'); // or the first line would be lost with the torn one
  return {
    write(entry) {
      const line: JournalEntry = { at: now().toISOString(), run, ...entry };
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
      fsyncSync(descriptor);
      note(line);
    },
    removalOf: (naturalKey) => removals.get(naturalKey),
    close: () => closeSync(descriptor),
  };
}

/** The changes that the last apply began and did not end; undefined when it finished or there was none. */
export function findInterrupted(file: string): readonly JournalEntry[] | undefined {
  const entries = readEntries(readText(file));
  const last = entries.at(-1);
  if (!last || last.event === 'finished') return undefined;
  const inHand = new Map<string | undefined, JournalEntry>();
  for (const entry of entries.filter(({ run }) => run === last.run)) {
    if (entry.event === 'begin') inHand.set(entry.address, entry);
    else inHand.delete(entry.address);
  }
  return [...inHand.values()];
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
