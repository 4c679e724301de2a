import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const repository = path.resolve(__dirname, '..', '..');

/** A folder of its own for a partner's project. Names are relative to it. */
export class ProjectFolder {
  readonly folder: string;

  /** @param beginning of the folder's name */
  constructor(beginning: string) {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), beginning)));
  }

  /** As `tilldela init` leaves it after `npm install`, without stacks. */
  layOut(): void {
    const context = { cloud: 'emulator' };
    this.write('cdktf.json', JSON.stringify({ language: 'typescript', app: 'true', context }));
    mkdirSync(this.path('node_modules'));
    symlinkSync(repository, this.path('node_modules/tilldela'));
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(path.dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
