import type { Terminal } from '../terminal';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs what must not be torn in the middle. The first Ctrl-C, or SIGTERM, aborts the signal; the second ends the
 * process as if it had not been caught.
 */
export async function untilStopped<Result>(
  terminal: Terminal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (abort.signal.aborted) {
      process.removeListener(name, stop);
      process.kill(process.pid, name);
      return;
    }
    terminal.message(
      'Stopping: what is under way is finished, nothing more is begun. Again to stop at once.',
    );
    abort.abort();
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await run(abort.signal);
  } finally {
    for (const name of signals) process.removeListener(name, stop);
  }
}
