import { homedir } from 'node:os';
import path from 'node:path';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { pointToThisPackage, providerAddress, writeProviderPackage } from '../provider-package';
import type { Session } from '../session';
import { productVersion } from '../version';

export interface ProviderArguments {
  readonly folder?: string | undefined;
}

/** `tilldela provider install`: for configurations in HCL that have no package beside them. */
export function runProviderInstall({ folder: asked }: ProviderArguments, session: Session): ExitCode {
  if (process.platform === 'win32') {
    fail('usage', {
      detail:
        'The provider runs on Linux and macOS: on Windows Terraform starts an .exe that answers over TCP on 127.0.0.1, and this one is a script that answers over a Unix socket. Run Terraform in WSL.',
    });
  }
  const folder = asked === undefined ? implicitFolder() : path.resolve(session.folder, asked);
  pointToThisPackage(writeProviderPackage(folder));
  session.terminal.message(`Installed ${providerAddress} ${productVersion()} in ${folder}.\n`);
  session.terminal.data(requirement);
  if (asked !== undefined) {
    session.terminal.message('Terraform finds it there by this in its CLI configuration (~/.terraformrc):\n');
    session.terminal.data(cliConfiguration(folder));
  }
  return exitCodes.done;
}

/** Looked into without being told, unless the CLI configuration says where to look. */
function implicitFolder(): string {
  return path.join(homedir(), '.terraform.d', 'plugins');
}

const requirement = `terraform {
  required_providers {
    tilldela = {
      source = "${providerAddress}"
    }
  }
}`;

function cliConfiguration(folder: string): string {
  const host = providerAddress.split('/')[0] ?? '';
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["${host}/*/*"]
  }
  direct {
    exclude = ["${host}/*/*"]
  }
}`;
}
