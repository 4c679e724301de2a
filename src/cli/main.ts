#!/usr/bin/env node
import yargs from 'yargs/yargs';
import {
  accessCommand,
  adoptCommand,
  applyCommand,
  driftCommand,
  forgetCommand,
  planCommand,
} from './commands/fleet-commands';
import { bootstrapCommand } from './commands/bootstrap-command';
import { doctorCommand, handOffCommand } from './commands/channel-commands';
import { customersCommand, relationshipCommand } from './commands/partner-commands';
import { inviteCommand } from './commands/invite-command';
import { offboardCommand } from './commands/offboard-command';
import { partnerAccessCommand } from './commands/partner-access-command';
import type { Runner } from './commands/command';
import {
  emulatorCommand,
  explainCommand,
  initCommand,
  providerCommand,
  rolesCommand,
  showCommand,
  synthCommand,
  tourCommand,
  validateCommand,
} from './commands/project-commands';
import { exitCodes, type ExitCode } from './exit-code';
import { runInSession, type Session } from './session';
import { processTerminal } from './terminal';
import { fromTerraformStyle } from './terraform-arguments';
import { usageError } from './usage-error';
import { productVersion } from './version';

const commands = [
  initCommand,
  accessCommand,
  customersCommand,
  relationshipCommand,
  partnerAccessCommand,
  adoptCommand,
  validateCommand,
  synthCommand,
  planCommand,
  showCommand,
  inviteCommand,
  applyCommand,
  handOffCommand,
  doctorCommand,
  bootstrapCommand,
  driftCommand,
  forgetCommand,
  offboardCommand,
  rolesCommand,
  explainCommand,
  emulatorCommand,
  providerCommand,
  tourCommand,
];

/** Runs the command line and gives its exit code. */
async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const runner: Runner = async (color, run) => {
    const session = sessionOf(color);
    exitCode = await runInSession(session, async () => run(session));
  };
  const parse = async (): Promise<ExitCode> => {
    const understood = fromTerraformStyle(args);
    await parserFor(runner, understood).parseAsync(understood);
    return exitCode;
  };
  return runInSession(sessionOf(!args.includes('--no-color')), parse);
}

function sessionOf(color: boolean): Session {
  return { folder: process.cwd(), terminal: processTerminal(color), now: () => new Date() };
}

/** Options of a parser by all their names; its types leave this out. */
type WithOptions = { getOptions(): { readonly key: Readonly<Record<string, unknown>> } };

function parserFor(runner: Runner, args: readonly string[]) {
  const modules = commands.map((make) => make(runner));
  const faces = new Map(modules.map(({ command: face }) => [String(face).split(' ')[0] ?? '', String(face)]));
  const parser = yargs()
    .scriptName('tilldela')
    .usage('$0 <command>\n\nAccess as code for the Azure subscriptions of your customers.')
    .option('color', { describe: 'colours, where the output is a terminal', type: 'boolean', default: true })
    .version(productVersion())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns || 80))
    .strict()
    .demandCommand(1, 'Name a command.')
    .epilogue('Exit codes: 0 done, 1 error, 2 changes or drift, 3 refused by a check, 4 declined.')
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error && error.name !== 'YError') throw error;
      const options = Object.keys((parser as unknown as WithOptions).getOptions().key);
      const text = message ?? error?.message ?? 'The command line could not be understood.';
      throw usageError(text, { args, commands: faces, options });
    });
  return modules.reduce((built, module) => built.command(module as never), parser);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
