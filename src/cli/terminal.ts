import type { Ora } from 'ora';

/** Where a command's output goes. Data to stdout, everything said about it to stderr. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
  /** Whether messages may be coloured: they may go elsewhere than the data. */
  readonly messageColor: boolean;
  data(text: string): void;
  message(text: string): void;
  /** Shows what is going on while `work` runs, on a terminal only and only when it takes a while. */
  progress<Result>(
    label: string,
    work: (update: (label: string) => void) => Promise<Result>,
  ): Promise<Result>;
  /** The answer a person types, or undefined where no person can be asked. */
  ask(question: string): Promise<string | undefined>;
}

/** Columns where the output is no terminal, or one that does not know its size. */
const defaultWidth = 80;
const progressAfterMs = 400;
/** What a shell says of a process that SIGPIPE ended. */
const brokenPipe = 141;

/** The terminal of this process. Colour is left out when asked, by NO_COLOR, and where the output is no terminal. */
export function processTerminal(wantsColor: boolean): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const isAllowed = wantsColor && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const isForced = Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0');
  endWithReader(stdout);
  endWithReader(stderr);
  return {
    width: Math.min(stdout.columns || defaultWidth, 120),
    color: isAllowed && (stdout.isTTY || isForced),
    messageColor: isAllowed && (stderr.isTTY || isForced),
    data: (text) => stdout.write(`${text}\n`),
    message: (text) => stderr.write(`${text}\n`),
    progress: (label, work) => (stderr.isTTY ? withSpinner(label, work) : work(() => undefined)),
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return undefined;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: stdin, output: stderr });
      // Ctrl-C and Ctrl-D close the line without an answer, and `question` alone would then never end.
      const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
      try {
        return await Promise.race([lines.question(question), closed]);
      } finally {
        lines.close();
      }
    },
  };
}

/** A reader that has seen enough, such as `head`, ends the command as it does with other tools: without a word. */
function endWithReader(stream: NodeJS.WriteStream): void {
  if (stream.listenerCount('error') > 0) return;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(brokenPipe);
  });
}

async function withSpinner<Result>(
  label: string,
  work: (update: (label: string) => void) => Promise<Result>,
): Promise<Result> {
  let text = label;
  let spinner: Ora | undefined;
  const timer = setTimeout(() => {
    void import('ora').then(({ default: ora }) => {
      if (!isOver) spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
    });
  }, progressAfterMs);
  let isOver = false;
  try {
    return await work((next) => {
      text = next;
      if (spinner) spinner.text = next;
    });
  } finally {
    isOver = true;
    clearTimeout(timer);
    spinner?.stop();
  }
}
