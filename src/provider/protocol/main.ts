#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { access } from './data-sources/access';
import { customer } from './data-sources/customer';
import { roleAssignment } from './role-assignment/role-assignment';
import { createService } from './service';
import { openSession } from './session';
import { createLog } from './transport/log';
import { serve } from './transport/serve';

/** What Terraform says so that a provider started by hand can tell; the same for all providers. */
const magicCookie = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** Milliseconds between looks whether Terraform is still there. */
const watch = 5_000;

/** Serves the provider to the Terraform or OpenTofu that started this process, until told to end. */
async function main(variables: NodeJS.ProcessEnv): Promise<void> {
  if (variables['TF_PLUGIN_MAGIC_COOKIE'] !== magicCookie) {
    return giveUp(
      'This is the tilldela provider. Terraform and OpenTofu start it; see `tilldela provider --help`.',
    );
  }
  if (!(variables['PLUGIN_PROTOCOL_VERSIONS'] ?? '6').split(',').includes('6')) {
    return giveUp(
      'The tilldela provider needs Terraform 1.0 or later: it speaks version 6 of the plugin protocol.',
    );
  }
  const log = createLog(
    (line) => void process.stderr.write(line),
    () => new Date(),
  );
  const session = openSession(variables, `tilldela/${packageVersion()}`);
  const offer = {
    resources: { tilldela_role_assignment: roleAssignment },
    dataSources: { tilldela_access: access, tilldela_customer: customer },
  };
  const running = await serve(createService(offer, session, log), {
    clientCertificate: variables['PLUGIN_CLIENT_CERT'],
    socketFolder: variables['PLUGIN_UNIX_SOCKET_DIR'],
    log,
    onShutdown: end,
  });
  function end(): void {
    running.close();
    process.exit(0);
  }
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; Terraform says itself what is to end
  process.on('SIGTERM', end);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end(), watch).unref();
  process.on('uncaughtException', (error) => log('error', error.stack ?? error.message));
  writeSync(1, `${running.handshake}\n`);
}

/** Terraform shows what comes in place of the handshake. */
function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}

function packageVersion(): string {
  const file = path.resolve(__dirname, '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

// Standard output belongs to the handshake: a stray line of a library would end the conversation.
process.stdout.write = process.stderr.write.bind(process.stderr);
void main(process.env);
