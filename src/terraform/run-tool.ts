import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tool, Variables } from './tool';

export interface Call {
  readonly tool: Tool;
  readonly args: readonly string[];
  /** Folder of the stack. */
  readonly folder: string;
  readonly environment: Variables;
  /** Path without extension of the two files that keep what the program prints. */
  readonly log: string;
  /** When it aborts, the program is asked once to finish what it has begun. */
  readonly signal: AbortSignal;
}

/** How a run ended: by a code of its own, or by a signal that it could not handle. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program to its end. It has a process group of its own, so that Ctrl-C reaches it only once and by us, and it
 * prints into files: should we be killed, it goes on and releases its state.
 */
export async function runTool({ tool, args, folder, environment, log, signal }: Call): Promise<Ended> {
  mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const files = [`${log}.out`, `${log}.err`] as const;
  const [out, err] = [openSync(files[0], 'w', 0o600), openSync(files[1], 'w', 0o600)];
  try {
    const child = spawn(tool.file, args, {
      cwd: folder,
      env: { ...environment },
      detached: true,
      stdio: ['ignore', out, err],
    });
    const stop = () => child.kill('SIGINT');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ended) => resolve(ended));
    }).finally(() => signal.removeEventListener('abort', stop));
    return {
      code,
      signal: killedBy,
      stdout: readFileSync(files[0], 'utf8'),
      stderr: readFileSync(files[1], 'utf8'),
    };
  } finally {
    closeSync(out);
    closeSync(err);
  }
}
