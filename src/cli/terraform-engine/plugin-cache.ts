import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A plugin cache of the project's own, where the user has said none: azurerm takes some hundred megabytes, and each stack
 * would fetch its own (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache).
 */
export function pluginCacheVariables(stateFolder: string, surroundings: Variables): Variables {
  if (surroundings['TF_PLUGIN_CACHE_DIR'] !== undefined || hasConfiguredCache(surroundings)) return {};
  const folder = path.join(stateFolder, 'plugin-cache');
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder };
}

/** The variable would go before what the user's CLI configuration says. */
function hasConfiguredCache({ TF_CLI_CONFIG_FILE: named }: Variables): boolean {
  const files = named ? [named] : ['.terraformrc', '.tofurc'].map((name) => path.join(homedir(), name));
  return files.some((file) => /^\s*plugin_cache_dir\b/m.test(textOf(file)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
