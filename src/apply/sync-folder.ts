import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Puts the names in a folder on the disk: without this a file that was just made or renamed may be lost with the power. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return; // Windows opens no folders, and needs none opened
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
