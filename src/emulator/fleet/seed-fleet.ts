import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningEmulator } from '../running-emulator';
import { writeSnapshot } from '../store/snapshot';
import { fleetApplication, fleetTenants } from './fleet-world';
import type { FleetSize } from './fleet-world';

/**
 * Makes a fleet the state of a folder, in place of what was there; keys and fault script stay.
 *
 * @throws Error when an emulator is serving the folder
 */
export async function seedFleet(folder: string, size: FleetSize): Promise<void> {
  const running = await findRunningEmulator(folder);
  if (running) throw new Error(`The emulator at ${running.origin} is serving ${folder}.`);
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'changes.jsonl'), { force: true }); // they were changes of another world
  writeSnapshot(join(folder, 'world.json'), {
    tenants: fleetTenants(size),
    applications: [fleetApplication],
  });
}
