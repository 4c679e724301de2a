import { existsSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  exampleWorld,
  findRunningEmulator,
  largestFleet,
  requestLogFile,
  seedFleet,
  startEmulator,
  type FleetSize,
} from '../../emulator';
import { customerOfLockFile } from '../../apply';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { openProject } from '../project';
import type { Session } from '../session';
import { emulatorFailed, emulatorFolderOf, emulatorSecret } from '../target';

export interface EmulatorArguments extends FleetSize {
  readonly action: 'start' | 'reset' | 'seed' | 'log';
  readonly port: number;
  readonly throttle: boolean;
}

/** `tilldela emulator start|reset|seed|log`. */
export function runEmulator(asked: EmulatorArguments, session: Session): Promise<ExitCode> {
  switch (asked.action) {
    case 'start':
      return start(asked, session);
    case 'reset':
      return reset(session);
    case 'seed':
      return seed(asked, session);
    case 'log':
      return log(session);
  }
}

/** Serves until the process is told to end. Commands in this folder find it by themselves. */
async function start(
  { port, throttle }: Pick<EmulatorArguments, 'port' | 'throttle'>,
  { folder, terminal }: Session,
): Promise<ExitCode> {
  const stateFolder = emulatorFolderOf(folder);
  const running = await findRunningEmulator(stateFolder);
  if (running) {
    return fail('usage', { detail: `An emulator is already serving this folder at ${running.origin}.` });
  }
  const emulator = await startEmulator({ folder: stateFolder, world: exampleWorld, port, throttle }).catch(
    emulatorFailed,
  );
  terminal.data(environmentBlock(emulator.origin, stateFolder));
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
function environmentBlock(origin: string, stateFolder: string): string {
  const { clientId, clientSecret } = emulatorSecret;
  const [, customer] = exampleWorld.tenants;
  const caFile = quoted(path.join(stateFolder, 'ca.pem'));
  return [
    `export EMULATOR=${origin}`,
    '# Terraform and OpenTofu with azurerm and azuread; the customer is Contoso of the example',
    `export ARM_METADATA_HOSTNAME=${origin.replace('https://', '')}`,
    `export ARM_TENANT_ID=${customer?.id}`,
    `export ARM_SUBSCRIPTION_ID=${customer?.subscriptions?.[0]?.id}`,
    `export ARM_CLIENT_ID=${clientId}`,
    `export ARM_CLIENT_SECRET=${clientSecret}`,
    `export SSL_CERT_FILE=${caFile}`,
    '# Azure CLI, with settings of its own; then:',
    '#   az cloud register --name Emulator --endpoint-resource-manager "$EMULATOR" && az cloud set --name Emulator',
    '#   az login --service-principal -u "$ARM_CLIENT_ID" -p "$ARM_CLIENT_SECRET" --tenant "$ARM_TENANT_ID"',
    `export AZURE_CONFIG_DIR=${quoted(path.join(stateFolder, 'az'))}`,
    'export AZURE_CORE_INSTANCE_DISCOVERY=false',
    `export REQUESTS_CA_BUNDLE=${caFile}`,
    '# Azure SDKs for JavaScript, with disableInstanceDiscovery, authorityHost and endpoint $EMULATOR; curl',
    `export NODE_EXTRA_CA_CERTS=${caFile}`,
    `export CURL_CA_BUNDLE=${caFile}`,
  ].join('\n');
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

async function reset({ folder, terminal }: Session): Promise<ExitCode> {
  const stateFolder = await idleStateFolder(folder);
  const customers = forgetApplied(folder);
  rmSync(stateFolder, { recursive: true, force: true });
  const forgotten = customers.length === 0 ? '' : ` Lock files removed: ${customers.join(', ')}.`;
  terminal.message(`The emulator is as it was at first.${forgotten}`);
  return exitCodes.done;
}

/** Removes the project's lock files of the emulator: they speak of what is gone. Returns their customers. */
function forgetApplied(folder: string): readonly string[] {
  if (!existsSync(path.join(folder, 'cdktf.json'))) return [];
  const { customersFolder } = openProject(folder);
  const names = existsSync(customersFolder) ? readdirSync(customersFolder).sort() : [];
  return names.flatMap((name) => {
    const customer = customerOfLockFile(name, 'emulator');
    if (customer === undefined) return [];
    rmSync(path.join(customersFolder, name));
    return [customer];
  });
}

/** Puts a made-up fleet in place of what the emulator holds. */
async function seed(asked: FleetSize, { folder, terminal }: Session): Promise<ExitCode> {
  const { customers, subscriptions, assignments } = asked;
  for (const [name, largest] of Object.entries({ ...largestFleet, seed: 2 ** 31 - 1 })) {
    const count = asked[name as keyof FleetSize];
    if (Number.isInteger(count) && count >= 1 && count <= largest) continue;
    fail('usage', { detail: `--${name} must be a whole number from 1 to ${largest}.` });
  }
  await seedFleet(await idleStateFolder(folder), asked);
  const total = customers * subscriptions;
  terminal.message(
    `The emulator holds: customers ${customers}, subscriptions ${total}, role assignments ${total * assignments}.`,
  );
  return exitCodes.done;
}

/** The requests of the last run, as JSON lines. */
async function log({ folder, terminal }: Session): Promise<ExitCode> {
  const file = path.join(emulatorFolderOf(folder), requestLogFile);
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === '') terminal.message('The emulator of this folder has had no requests.');
  else terminal.data(text.trimEnd());
  return exitCodes.done;
}

/** The folder of the emulator's state, when no emulator is serving it. */
async function idleStateFolder(folder: string): Promise<string> {
  const stateFolder = emulatorFolderOf(folder);
  const running = await findRunningEmulator(stateFolder);
  if (!running) return stateFolder;
  return fail('usage', {
    detail: `The emulator at ${running.origin} is serving this folder.`,
    hint: 'End it first (Ctrl-C where it runs).',
  });
}
