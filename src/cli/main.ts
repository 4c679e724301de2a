#!/usr/bin/env node
import yargs from 'yargs/yargs';
import { diagnostic, DiagnosticError } from '../diagnostics';
import {
  accessCommand,
  applyCommand,
  driftCommand,
  forgetCommand,
  planCommand,
} from './commands/fleet-commands';
import type { Runner } from './commands/command';
import {
  emulatorCommand,
  explainCommand,
  initCommand,
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
import { productVersion } from './version';

const commands = [
  initCommand,
  accessCommand,
  validateCommand,
  synthCommand,
  planCommand,
  showCommand,
  applyCommand,
  driftCommand,
  forgetCommand,
  rolesCommand,
  explainCommand,
  emulatorCommand,
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
    await parserFor(runner).parseAsync(fromTerraformStyle(args));
    return exitCode;
  };
  return runInSession(sessionOf(!args.includes('--no-color')), parse);
}

function sessionOf(color: boolean): Session {
  return { folder: process.cwd(), terminal: processTerminal(color), now: () => new Date() };
}

function parserFor(runner: Runner) {
  const parser = yargs()
    .scriptName('tilldela')
    .usage('$0 <command>\n\nAccess as code for the Azure subscriptions of your customers.')
    .option('color', { describe: 'colours, where the output is a terminal', type: 'boolean', default: true })
    .version(productVersion())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 80))
    .strict()
    .demandCommand(1, 'Name a command.')
    .recommendCommands()
    .epilogue('Exit codes: 0 done, 1 error, 2 changes or drift, 3 refused by a check, 4 declined.')
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error) throw error;
      throw usageError(message ?? 'The command line could not be understood.');
    });
  return commands.reduce((built, make) => built.command(make(runner) as never), parser);
}

function usageError(message: string): DiagnosticError {
  return new DiagnosticError([diagnostic('usage', { detail: message, hint: 'tilldela --help' })]);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
