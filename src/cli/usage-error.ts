import { diagnostic, DiagnosticError } from '../diagnostics';
import { didYouMean } from './did-you-mean';

/** What the parser knew when it gave up. */
export interface CommandLine {
  readonly args: readonly string[];
  /** How each command is called, such as `show <plan>`, by its name. */
  readonly commands: ReadonlyMap<string, string>;
  /** Long options of the command that was chosen. */
  readonly options: readonly string[];
}

/** The parser's message in this tool's words, and where to read on. */
export function usageError(message: string, line: CommandLine): DiagnosticError {
  const [named = ''] = line.args.filter((argument) => !argument.startsWith('-'));
  const face = line.commands.get(named);
  const hint = face === undefined ? 'tilldela --help' : `tilldela ${named} --help`;
  return new DiagnosticError([diagnostic('usage', { detail: describe(message, named, face, line), hint })]);
}

function describe(message: string, named: string, face: string | undefined, line: CommandLine): string {
  if (/^Not enough non-option arguments/.test(message) && face) return `It is called as: tilldela ${face}`;
  const incomplete = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (incomplete) return `--${incomplete} needs a value.`;
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1]?.split(', ');
  if (!unknown && !/^Did you mean /.test(message)) return message;
  if (face === undefined)
    return `There is no command "${named}".${didYouMean(named, [...line.commands.keys()])}`;
  // The parser names an option with dashes a second time, in camel case.
  const camelCased = new Set(unknown?.filter((name) => name.includes('-')).map(camelCase));
  const typed = unknown?.filter((name) => !camelCased.has(name)) ?? [];
  return typed.map((name) => describeUnknown(name, line)).join('\n');
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function describeUnknown(name: string, { args, options }: CommandLine): string {
  if (args.includes(name)) return `"${name}" is one argument too many.`;
  const dashes = name.length === 1 ? '-' : '--';
  return `There is no option ${dashes}${name}.${didYouMean(name, options, '--')}`;
}
