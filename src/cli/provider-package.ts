import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder, productVersion } from './version';

/** Where Terraform and OpenTofu look for the provider; a host that does not exist, so that nobody else can offer it. */
export const providerAddress = 'tilldela.internal/tilldela/tilldela';

/** As Go names them. The files are the same on all: a lock file that one machine wrote holds on the others. */
const platforms = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];

/**
 * Puts the provider into a plugin folder, in the layout of a filesystem mirror
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror), and gives the version's folder.
 * What is there already is left alone.
 */
export function writeProviderPackage(pluginFolder: string): string {
  const version = productVersion();
  const folder = path.join(pluginFolder, ...providerAddress.split('/'), version);
  for (const platform of platforms) {
    const executable = path.join(folder, platform, `terraform-provider-tilldela_v${version}`);
    if (existsSync(executable) && readFileSync(executable).equals(readFileSync(launcherFile()))) continue;
    mkdirSync(path.dirname(executable), { recursive: true });
    copyFileSync(launcherFile(), executable);
    chmodSync(executable, 0o755);
    // A project may say that its files are ES modules, which the launcher is not.
    writeFileSync(path.join(path.dirname(executable), 'package.json'), '{ "type": "commonjs" }\n');
  }
  return folder;
}

/** Remembers the package that is running, for configurations that have none of their own. */
export function pointToThisPackage(versionFolder: string): void {
  writeFileSync(path.join(versionFolder, 'installed-from'), `${packageFolder()}\n`);
}

/** Where `terraform init` looks without being told, beside a configuration that needs the provider. */
export function offerProvider(configurationFile: string): void {
  const { terraform } = JSON.parse(readFileSync(configurationFile, 'utf8')) as {
    readonly terraform?: { readonly required_providers?: Readonly<Record<string, unknown>> };
  };
  if (!Object.hasOwn(terraform?.required_providers ?? {}, 'tilldela')) return;
  writeProviderPackage(path.join(path.dirname(configurationFile), 'terraform.d', 'plugins'));
}

function launcherFile(): string {
  return path.join(packageFolder(), 'dist', 'provider', 'protocol', 'launch.js');
}
