import { rmSync } from 'node:fs';
import path from 'node:path';
import { exampleWorld, findRunningEmulator, startEmulator } from '../../emulator';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import type { Session } from '../session';
import { emulatorFailed, emulatorFolderOf, emulatorSecret } from '../target';

export interface EmulatorArguments {
  readonly action: 'start' | 'reset';
  readonly port: number;
}

/** `tilldela emulator start|reset`. */
export function runEmulator({ action, port }: EmulatorArguments, session: Session): Promise<ExitCode> {
  return action === 'start' ? start(port, session) : reset(session);
}

/** Serves until the process is told to end. Commands in this folder find it by themselves. */
async function start(port: number, { folder, terminal }: Session): Promise<ExitCode> {
  const stateFolder = emulatorFolderOf(folder);
  const running = await findRunningEmulator(stateFolder);
  if (running) {
    return fail('usage', { detail: `An emulator is already serving this folder at ${running.origin}.` });
  }
  const emulator = await startEmulator({ folder: stateFolder, world: exampleWorld, port }).catch(
    emulatorFailed,
  );
  terminal.data(environmentBlock(emulator.origin, path.join(stateFolder, 'ca.pem')));
  terminal.message(
    `\nThe local Azure is at ${emulator.origin}. Its state is in ${stateFolder}. End it with Ctrl-C.`,
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await emulator.close();
  return exitCodes.done;
}

/** What other clients need, as lines for a shell. */
function environmentBlock(origin: string, caFile: string): string {
  const { clientId, clientSecret } = emulatorSecret;
  return [
    `export EMULATOR=${origin}`,
    `export ARM_METADATA_HOSTNAME=${origin.replace('https://', '')}`,
    `export ARM_CLIENT_ID=${clientId}`,
    `export ARM_CLIENT_SECRET=${clientSecret}`,
    `export SSL_CERT_FILE=${quoted(caFile)}`,
    `export NODE_EXTRA_CA_CERTS=${quoted(caFile)}`,
    `export REQUESTS_CA_BUNDLE=${quoted(caFile)}`,
    `export CURL_CA_BUNDLE=${quoted(caFile)}`,
  ].join('\n');
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

async function reset({ folder, terminal }: Session): Promise<ExitCode> {
  const stateFolder = emulatorFolderOf(folder);
  const running = await findRunningEmulator(stateFolder);
  if (running) {
    return fail('usage', {
      detail: `The emulator at ${running.origin} is serving this folder.`,
      hint: 'End it first (Ctrl-C where it runs).',
    });
  }
  rmSync(stateFolder, { recursive: true, force: true });
  terminal.message('The emulator is as it was at first.');
  return exitCodes.done;
}
