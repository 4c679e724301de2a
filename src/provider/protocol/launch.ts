#!/usr/bin/env node
/*
 * What Terraform finds in a plugin folder: it starts the provider of the installed npm package of the same version. It
 * is copied as it is, so that its checksum in lock files is the same on all machines; the code that it starts is pinned
 * by the lock file of npm. Imports nothing but Node's own.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Beside the folders of the platforms, outside of what is checksummed: which package was installed from. */
const pointerName = 'installed-from';

interface Package {
  readonly folder: string;
  readonly version: string;
}

/** The package that the plugin folder was made from, then those that a configuration's folder and this one see. */
function* candidates(): Generator<string> {
  const pointer = path.join(__dirname, '..', pointerName);
  if (existsSync(pointer)) yield readFileSync(pointer, 'utf8').trim();
  for (const start of [process.cwd(), __dirname]) {
    let folder = start;
    for (;;) {
      yield path.join(folder, 'node_modules', 'tilldela');
      yield folder;
      const above = path.dirname(folder);
      if (above === folder) break;
      folder = above;
    }
  }
}

function packageIn(folder: string): Package | undefined {
  try {
    const described = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      readonly name?: unknown;
      readonly version?: unknown;
    };
    const { name, version } = described;
    return name === 'tilldela' && typeof version === 'string' ? { folder, version } : undefined;
  } catch {
    return undefined;
  }
}

function launch(): void {
  const wanted = path.basename(path.dirname(__dirname)); // the version, as plugin folders are laid out
  const found: Package[] = [];
  for (const folder of candidates()) {
    const installed = packageIn(folder);
    if (!installed) continue;
    if (installed.version === wanted) {
      createRequire(__filename)(path.join(folder, 'dist', 'provider', 'protocol', 'main.js'));
      return;
    }
    found.push(installed);
  }
  const others = found.map(({ folder, version }) => `; ${folder} has ${version}`).join('');
  // Standard output, since Terraform shows nothing else of a provider that did not start.
  writeSync(
    1,
    `The npm package tilldela ${wanted} is not installed where this configuration could see it${others}. Run "npm ci" in its project, or "tilldela provider install".\n`,
  );
  process.exitCode = 1;
}

launch();
