import type { Argv as Yargs, CommandModule } from 'yargs';
import { fail } from '../../diagnostics';
import { engines } from '../engine';
import type { ExitCode } from '../exit-code';
import type { Session } from '../session';

/** What every command takes. */
export interface GlobalArgv {
  readonly color: boolean;
}

/** Runs the chosen command in the session of this process and keeps its exit code. */
export type Runner = (
  color: boolean,
  run: (session: Session) => ExitCode | Promise<ExitCode>,
) => Promise<void>;

/**
 * One command: how it is called, and what it does, which is loaded only when it is chosen. That the options are those
 * that `load`ed code wants is not checked by the compiler: each command is called once in the tests.
 */
export function command<Arguments>(face: {
  readonly name: string;
  readonly describe: string;
  readonly options: (yargs: Yargs<GlobalArgv>) => object;
  readonly load: () => Promise<(asked: Arguments, session: Session) => ExitCode | Promise<ExitCode>>;
  /** Commands whose name begins with this one's. */
  readonly subcommands?: readonly ((runner: Runner) => CommandModule<GlobalArgv, GlobalArgv>)[];
}): (runner: Runner) => CommandModule<GlobalArgv, GlobalArgv> {
  return (runner) => ({
    command: face.name,
    describe: face.describe,
    builder: (yargs) =>
      (face.subcommands ?? []).reduce(
        (built, subcommand) => built.command(subcommand(runner)),
        face.options(yargs) as Yargs<GlobalArgv>,
      ),
    handler: (argv) =>
      runner(argv.color, async (session) => {
        refuseRepeated(argv);
        return (await face.load())(argv as Arguments, session);
      }),
  });
}

const lists = ['customers', 'text', 'allow', '_'];

/** yargs makes a list of an option that is given twice; only those named here are wanted. */
function refuseRepeated(argv: object): void {
  const repeated = Object.entries(argv).find(
    ([name, value]) => Array.isArray(value) && !lists.includes(name),
  );
  if (repeated) fail('usage', { detail: `--${repeated[0]} is given more than once.` });
}

const customers = {
  describe: 'names of customers, or patterns such as "con*"; none means all',
  type: 'string',
  array: true,
  default: [] as string[],
} as const;

export const options = {
  customers,
  cloud: {
    describe: 'where to act: emulator, public, usgovernment or china',
    type: 'string',
    requiresArg: true,
  },
  json: { describe: 'print JSON instead of text', type: 'boolean', default: false },
  allow: {
    describe: 'let a guard pass that refuses the plan, by its code; may be repeated',
    type: 'string',
    requiresArg: true,
  },
  summary: { describe: 'one line per customer', type: 'boolean', default: false },
  engine: {
    describe: 'who plans and applies: tilldela itself, or Terraform or OpenTofu in each stack',
    choices: engines,
    default: 'embedded',
  },
  jobs: { describe: 'stacks that Terraform works on at once', type: 'number', default: 4, requiresArg: true },
  asOf: { describe: 'evaluate `until` for this date instead of now', type: 'string', requiresArg: true },
} as const;
