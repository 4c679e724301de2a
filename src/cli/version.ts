import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the installed package: two above this file, in the source and when compiled. */
export function packageFolder(): string {
  return path.resolve(__dirname, '..', '..');
}

export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
