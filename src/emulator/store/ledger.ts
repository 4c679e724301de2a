import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { applyChange } from '../world/change';
import type { Change } from '../world/change';
import { createCloud, snapshotOf } from '../world/cloud';
import type { Cloud } from '../world/cloud';
import type { World } from '../world/world';
import { readSnapshot, writeSnapshot } from './snapshot';

/** The state together with the only way to change it. */
export interface Ledger {
  readonly cloud: Cloud;
  /** Keeps the change, then makes it. When it returns, killing the process does not lose it. */
  record(change: Change): void;
  close(): void;
}

/**
 * State in memory, or in a folder as a snapshot (`world.json`) and a log of what came after (`changes.jsonl`).
 *
 * @param initial what exists when the folder holds no snapshot yet
 * @throws Error naming the file when the folder holds something unreadable
 */
export function openLedger(folder: string | undefined, initial: World, now: Date): Ledger {
  if (folder === undefined) {
    const cloud = createCloud(initial, now);
    return { cloud, record: (change) => applyChange(cloud, change), close: () => undefined };
  }
  const cloud = compact(folder, initial, now);
  const log = openSync(join(folder, 'changes.jsonl'), 'a', 0o600);
  return {
    cloud,
    record(change) {
      // No fsync: the operating system keeps written bytes when the process dies, and a power cut may cost a test.
      writeSync(log, `${JSON.stringify(change)}\n`);
      applyChange(cloud, change);
    },
    close: () => closeSync(log),
  };
}

/** Folds the log into the snapshot. Dying between the two last steps is harmless: changes can be replayed twice. */
function compact(folder: string, initial: World, now: Date): Cloud {
  mkdirSync(folder, { recursive: true });
  const snapshot = join(folder, 'world.json');
  const log = join(folder, 'changes.jsonl');
  const cloud = createCloud(existsSync(snapshot) ? readWorld(snapshot) : initial, now);
  for (const change of existsSync(log) ? readChanges(log) : []) applyChange(cloud, change);

  writeSnapshot(snapshot, snapshotOf(cloud));
  writeFileSync(log, '', { mode: 0o600 });
  return cloud;
}

/** What follows the last line end was cut off by a kill before its write was acknowledged, so it never happened. */
function readChanges(path: string): Change[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => parse(line, `${path}:${index + 1}`) as Change);
}

function readWorld(path: string): World {
  try {
    return readSnapshot(path);
  } catch (cause) {
    throw notJson(path, cause);
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(where, cause);
  }
}

function notJson(where: string, cause: unknown): Error {
  return new Error(`${where} is not JSON. Delete the emulator's folder to start over.`, { cause });
}
