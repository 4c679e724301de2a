/**
 * A local Azure: sign-in, Azure Resource Manager's role assignments, Microsoft Graph's directory and delegated admin,
 * and Partner Center, on one HTTPS origin that unmodified clients can be pointed at. It is written from public
 * documentation and recordings of the real services and imports nothing of this project, so that our client and its fake
 * cannot share a mistake. It is not a sandbox for anything but access, which it enforces: there are no resources.
 */
export { finishDeviceSignIn } from './control/finish-device-sign-in';
export { startEmulator } from './emulator';
export type { Emulator, EmulatorOptions } from './emulator';
export { largestFleet } from './fleet/fleet-world';
export type { FleetSize } from './fleet/fleet-world';
export { seedFleet } from './fleet/seed-fleet';
export { requestLogFile } from './http/request-log';
export { findRunningEmulator } from './running-emulator';
export { exampleWorld } from './world/example-world';
export type * from './world/world';
