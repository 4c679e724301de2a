import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lockFile = '.terraform.lock.hcl';

/**
 * The providers that `init` has chosen for the stacks of one run. Who is told of them takes them from the plugin cache as
 * they are; who is not writes them there once more, and fails with "text file busy" while another stack runs one.
 */
export class ProviderLocks {
  readonly #blocks = new Map<string, string>();

  /** Gives a stack that has no lock file one. False where it has one, or nothing is known yet. */
  offer(folder: string): boolean {
    const file = path.join(folder, lockFile);
    if (this.#blocks.size === 0 || existsSync(file)) return false;
    writeFileSync(file, `${[...this.#blocks.values()].join('\n\n')}\n`);
    return true;
  }

  /** What was offered does not suit the stack, which may ask for other versions. */
  withdraw(folder: string): void {
    rmSync(path.join(folder, lockFile), { force: true });
  }

  learn(folder: string): void {
    const file = path.join(folder, lockFile);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const [block, address = ''] of text.matchAll(/^provider "([^"]+)" \{$[^]*?^\}$/gm))
      if (!this.#blocks.has(address)) this.#blocks.set(address, block);
  }
}
