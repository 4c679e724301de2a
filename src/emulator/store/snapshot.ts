import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Application, Tenant, World } from '../world/world';

/** Between the first and the last line there is one tenant a line, so that no text of the whole is ever needed. */
const opening = '{"tenants":[\n';
const newLine = 0x0a;

/** Characters that are written at once. */
const chunkSize = 1 << 20;

/** Replaces a snapshot; whoever dies meanwhile leaves the old one. The file is JSON, for its user to read or edit. */
export function writeSnapshot(
  path: string,
  world: { readonly tenants: Iterable<Tenant>; readonly applications: readonly Application[] },
): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  let chunk = opening;
  let separator = '';
  for (const tenant of world.tenants) {
    chunk += separator + JSON.stringify(tenant);
    separator = ',\n';
    if (chunk.length < chunkSize) continue;
    writeFileSync(file, chunk);
    chunk = '';
  }
  writeFileSync(file, `${chunk}\n],"applications":${JSON.stringify(world.applications)}}\n`);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** @throws Error when the file is not JSON */
export function readSnapshot(path: string): World {
  const bytes = readFileSync(path);
  return readLines(bytes) ?? (JSON.parse(bytes.toString()) as World);
}

/** @returns undefined when the file is laid out differently, as after an edit */
function readLines(bytes: Buffer): World | undefined {
  if (!bytes.subarray(0, opening.length).equals(Buffer.from(opening))) return undefined;
  const tenants: Tenant[] = [];
  try {
    let start = opening.length;
    for (let end = bytes.indexOf(newLine, start); end > start; end = bytes.indexOf(newLine, start)) {
      const line = bytes.toString('utf8', start, end);
      if (line.startsWith(']')) {
        const { applications } = JSON.parse(`{"tenants":[${line}`) as World;
        return bytes.length === end + 1 ? { tenants, applications } : undefined;
      }
      tenants.push(JSON.parse(line.replace(/,$/, '')) as Tenant);
      start = end + 1;
    }
  } catch {
    // edited after all
  }
  return undefined;
}
