import { randomBytes, timingSafeEqual } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A key for this run, written to `control-key` in the folder: whoever can read the folder may control the emulator. */
export async function makeControlKey(folder: string | undefined): Promise<string> {
  const key = randomBytes(16).toString('hex');
  if (folder !== undefined) await writeFile(join(folder, 'control-key'), `${key}\n`, { mode: 0o600 });
  return key;
}

export function isControlKey(key: string, given: string | undefined): boolean {
  const [expected, found] = [Buffer.from(key), Buffer.from(given ?? '')];
  return expected.length === found.length && timingSafeEqual(expected, found);
}
