import path from 'node:path';
import { existsSync } from 'node:fs';
import * as cdktf from 'cdktf';
import * as constructs from 'constructs';
import { createJiti } from 'jiti';
// This package as its users import it, by its own name. A cycle, so it is used only when a file is loaded.
import * as library from 'tilldela';

/** What the default export of a customer file is. It may be asynchronous, though it need not be. */
export type DeclareCustomer = (app: cdktf.App) => unknown;

/** Loads customer files, which are TypeScript and are not type-checked here. Loads shared files once. */
export class CustomerFileLoader {
  readonly #jiti: ReturnType<typeof createJiti>;

  constructor(readonly projectFolder: string) {
    const dependencies = path.join(projectFolder, 'node_modules');
    this.#jiti = createJiti(path.join(projectFolder, 'cdktf.json'), {
      // The running copies: a stack made by a second copy of the library would not be recognised.
      virtualModules: { tilldela: library, cdktf, constructs },
      // Never the default folder in the system's temporary folder, which others can write to.
      fsCache: existsSync(dependencies) && path.join(dependencies, '.cache', 'tilldela'),
    });
  }

  /** The file's default export, or undefined where that is no function. Throws what the file throws. */
  async load(file: string): Promise<DeclareCustomer | undefined> {
    const loaded = await this.#jiti.import<{ readonly default?: unknown }>(file);
    return typeof loaded.default === 'function' ? (loaded.default as DeclareCustomer) : undefined;
  }

  /** Everything the file exports, by name. Throws what the file throws. */
  async exportsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#jiti.import<Readonly<Record<string, unknown>>>(file);
  }

  /** Forgets the project's files, so that a later loader in the same process sees them as they are then. */
  close(): void {
    const cache: Record<string, unknown> = this.#jiti.cache;
    for (const file of Object.keys(cache)) {
      const relative = path.relative(this.projectFolder, file);
      const isOwn = !relative.startsWith('..') && !relative.split(path.sep).includes('node_modules');
      if (isOwn && /\.[cm]?tsx?$/.test(file)) delete cache[file];
    }
  }
}
