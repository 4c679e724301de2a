import path from 'node:path';
import { fail } from '../diagnostics';
import type { Cloud } from '../model';
import type { AzureEnvironment, ClientSecret, Login } from '../azure';
import { chooseLogin } from './choose-login';
import { emulatedLogin } from './emulated-login';
import { stateFolderOf } from './project';
import { productVersion } from './version';

/** Where a command acts and how it signs in. */
export interface Target {
  readonly environment: AzureEnvironment;
  /** On the emulator, where nobody else signs in. */
  readonly secret?: ClientSecret;
  /** On real clouds, and on the emulator where the environment names somebody. */
  readonly login?: Login;
  /** Ends what was started for this command. */
  close(): Promise<void>;
}

/** The application that the example world knows. It opens nothing but an emulator. */
export const emulatorSecret: ClientSecret = {
  clientId: 'e0e0e0e0-0006-4000-8000-000000000001',
  clientSecret: 'emulator-only-secret',
};

/**
 * The target for a cloud. For the emulator: the one that is running for this folder, or else one that runs for as
 * long as the command does. Either way it is spoken to over TLS, like a real cloud.
 */
export async function openTarget(cloud: Cloud, folder: string): Promise<Target> {
  const { azureEnvironment, emulatorEnvironment } = await import('../azure');
  const settings = { userAgent: `tilldela/${productVersion()}` };
  if (cloud !== 'emulator') {
    const login = chooseLogin(process.env, (message) => process.stderr.write(`${message}\n`));
    return { environment: azureEnvironment(cloud, settings), login, close: () => Promise.resolve() };
  }
  const { exampleWorld, findRunningEmulator, startEmulator } = await import('../emulator');
  const emulatorFolder = emulatorFolderOf(folder);
  const running = await findRunningEmulator(emulatorFolder);
  const emulator =
    running ?? (await startEmulator({ folder: emulatorFolder, world: exampleWorld }).catch(emulatorFailed));
  const login = emulatedLogin({ ...emulator, folder: emulatorFolder });
  return {
    environment: emulatorEnvironment(emulator, settings),
    ...(login ? { login } : { secret: emulatorSecret }),
    close: () => ('close' in emulator ? (emulator as { close(): Promise<void> }).close() : Promise.resolve()),
  };
}

/** Its port or its state is at fault; to the command it is a cloud that cannot be reached. */
export function emulatorFailed(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  return fail('azure_unreachable', { detail: `The emulator could not be started: ${message}` });
}

/** Everything the emulator knows; deleting the folder resets it. */
export function emulatorFolderOf(folder: string): string {
  return path.join(stateFolderOf(folder), 'emulator');
}
