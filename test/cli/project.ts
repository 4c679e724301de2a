import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { ProjectFolder, repository } from '../support/project-folder';

export { repository };

/** The compiled command, as the package ships it. `npm test` builds it first. */
export const commandFile = path.join(repository, 'dist', 'cli', 'main.js');

/** What a command came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

// Other suites run at the same time, and each call is a process of its own.
jest.setTimeout(120_000);

const projects: Project[] = [];

/** A folder in which commands are run, as a person would in a shell. Every project is removed by `removeProjects`. */
export class Project extends ProjectFolder {
  readonly #running = new Set<ChildProcess>();

  constructor(beginning = 'tilldela-cli-') {
    super(beginning);
    projects.push(this);
  }

  /** Runs `tilldela ...args` to its end, without a terminal. */
  run(...args: string[]): Promise<Ran> {
    return this.runWith({}, ...args);
  }

  async runWith(environment: Environment, ...args: string[]): Promise<Ran> {
    return finished(this.start(args, environment));
  }

  /** Starts `tilldela ...args` and does not wait. */
  start(args: readonly string[], environment: Environment = {}): ChildProcess {
    return this.startProgram(process.execPath, [commandFile, ...args], environment);
  }

  startProgram(program: string, args: readonly string[], environment: Environment = {}): ChildProcess {
    return this.startProgramIn('.', program, args, environment);
  }

  startProgramIn(
    folder: string,
    program: string,
    args: readonly string[],
    environment: Environment = {},
    how: { readonly detached?: boolean } = {},
  ): ChildProcess {
    const child = spawn(program, args, {
      cwd: this.path(folder),
      env: { ...plainEnvironment(), ...environment },
      ...how,
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return child;
  }

  /** Replaces a text that must be there exactly once. */
  edit(name: string, from: string, to: string): void {
    const parts = this.read(name).split(from);
    if (parts.length !== 2) throw new Error(`${name} has ${parts.length - 1} times: ${from}`);
    this.write(name, parts.join(to));
  }

  dispose(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.removeFolder();
  }
}

/** The shipped fleet of five, in a folder of its own. */
export function exampleFleet(): Project {
  const project = emptyProject();
  cpSync(path.join(repository, 'stacks'), project.path('stacks'), {
    recursive: true,
    filter: (source) => !source.endsWith('.lock.json'),
  });
  return project;
}

/** A project without customers; `files` are added by name. */
export function emptyProject(files: Readonly<Record<string, string>> = {}): Project {
  const project = new Project();
  project.layOut();
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  return project;
}

export function removeProjects(): void {
  for (const project of projects.splice(0)) project.dispose();
}

/** What a child process came to. */
export function finished(child: ChildProcess): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin?.end();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Without anything that would change what a command prints or whom it signs in as. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const unwanted =
    /^(AZURE_|ARM_|NO_COLOR|FORCE_COLOR|TILLDELA_|NODE_|COLUMNS|IDENTITY_|MSI_|https?_proxy|all_proxy)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)));
}
