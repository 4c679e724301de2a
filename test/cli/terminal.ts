import { spawnSync } from 'node:child_process';
import { commandFile, type Project, type Ran } from './project';

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import pty']).status === 0);

/** Tests of what needs a terminal; skipped, and said so, where none can be had. */
export const whereTerminal = python ? test.concurrent : test.skip;
if (!python)
  process.stderr.write('Skipped: what needs a terminal (python3 with its pty module is not here).\n');

/** Runs the command in a terminal of its own and types all of its own input when it asks. */
const inTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen, typed = b'', False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    if not typed and b'Enter a value: ' in seen:
        os.write(terminal, sys.stdin.buffer.read())
        typed = True
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

interface Typing {
  /** What is typed when the command asks. */
  readonly keys: string;
  /** What happens while it waits for the answer. */
  readonly meanwhile?: () => Promise<unknown>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `tilldela ...args` as a person at a terminal does, who sees output and errors in one. */
export async function runInTerminal(
  project: Project,
  { keys, meanwhile, environment = {} }: Typing,
  ...args: string[]
): Promise<Ran> {
  const command = ['-c', inTerminal, process.execPath, commandFile, ...args];
  const child = project.startProgram(python ?? '', command, environment);
  let [stdout, isAsked] = ['', false];
  const answer = async (): Promise<void> => {
    await meanwhile?.();
    child.stdin?.end(keys);
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr: '' }));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (isAsked || !stdout.includes('Enter a value: ')) return;
      isAsked = true;
      answer().catch(reject);
    });
  });
}
