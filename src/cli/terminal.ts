import type { Ora } from 'ora';

/** Where a command's output goes. Data to stdout, everything said about it to stderr. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
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

/** Columns where the output is no terminal. */
const defaultWidth = 80;
const progressAfterMs = 400;

/** The terminal of this process. Colour is left out when asked, by NO_COLOR, and where the output is no terminal. */
export function processTerminal(wantsColor: boolean): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const isAllowed = wantsColor && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const color = isAllowed && (stdout.isTTY || Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0'));
  return {
    width: Math.min(stdout.columns ?? defaultWidth, 120),
    color,
    data: (text) => stdout.write(`${text}\n`),
    message: (text) => stderr.write(`${text}\n`),
    progress: (label, work) => (stderr.isTTY ? withSpinner(label, work) : work(() => undefined)),
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return undefined;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
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
