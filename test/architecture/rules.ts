import path from 'node:path';
import { importsOf, usesOf, type Import, type SourceText } from './read-source';

/** Design, "Rooms": which rooms a room may import. `diagnostics` is open to all. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  model: [],
  catalogue: ['model'],
  channels: ['model', 'catalogue'],
  resources: ['model'],
  constructs: ['catalogue', 'channels', 'resources', 'model'],
  configuration: ['resources', 'model'],
  relationship: ['model'],
  plan: ['channels', 'resources', 'model'],
  checks: ['plan', 'catalogue', 'channels', 'model'],
  azure: ['channels', 'model'],
  provider: ['azure', 'resources', 'model', 'channels'],
  // What is read back is compared by the equality of the resource type.
  apply: ['plan', 'checks', 'provider', 'resources', 'model'],
  terraform: ['configuration', 'model'],
  authoring: ['catalogue', 'model'],
  report: ['apply', 'checks', 'plan', 'relationship', 'catalogue', 'model'],
  // Client and fake must not share a mistake.
  emulator: [],
  cli: ['*'],
  /** src/index.ts: what authors of stacks import from the package. */
  index: ['constructs', 'catalogue', 'channels', 'model'],
};

const open = 'diagnostics';
/** Rooms that must not even know the diagnostics. */
const closed = new Set(['emulator', 'diagnostics']);
const pure = new Set([
  'plan',
  'relationship',
  'checks',
  'report',
  'model',
  'resources',
  'catalogue',
  'channels',
]);
const bindings = /^(cdktf|constructs)(\/|$)|^@cdktf\//;

/** Files that may know `process`, beside the cli. */
const processFiles = [/^src\/cli\//, /^src\/emulator\/running-emulator\.ts$/, /^src\/provider\/protocol\//];

/** Hands the running copy of the package to customer files, under the name by which they import it. */
const importsItself = 'src/constructs/synthesis/load-customer-file.ts';

const longest = 250;
/** Longer files, each with its reason. */
export const longFiles: Readonly<Record<string, string>> = {
  'src/catalogue/built-in-roles.ts': 'data, written by a command',
};

/** One line per breach: where, what, and which rule. */
export function breaches(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => [
    ...importsOf(source).flatMap((each) => describe(each, importBreach(each))),
    ...usesOf(source).flatMap(({ file, line, what }) =>
      describe({ file, line, specifier: what }, useBreach(file, what)),
    ),
    ...placeBreaches(source),
  ]);
}

/** The room of a file: its first folder, or `index` for src/index.ts. */
function roomOf(file: string): string {
  return file.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function describe({ file, line, specifier }: Import, rule: string | undefined): string[] {
  return rule === undefined ? [] : [`${file}:${line} ${specifier}: ${rule}`];
}

function importBreach({ file, specifier }: Import): string | undefined {
  const room = roomOf(file);
  if (bindings.test(specifier)) {
    return room === 'constructs' ? undefined : 'only constructs and stacks name cdktf and its bindings';
  }
  if (specifier === 'node:process' || specifier === 'process') return processBreach(file);
  if (specifier.startsWith('node:')) {
    return pure.has(room) ? `${room} is pure and imports no module of node` : undefined;
  }
  if (!specifier.startsWith('.')) {
    const isAllowed = specifier !== 'tilldela' || file === importsItself;
    return isAllowed ? undefined : 'src does not import itself by its package name';
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (!target.startsWith('src/')) {
    return target === 'package.json' && room === 'cli' ? undefined : 'src imports nothing outside src';
  }
  return roomBreach(room, target);
}

function roomBreach(from: string, target: string): string | undefined {
  const to = roomOf(target);
  if (from === to) return undefined;
  const allowed = rooms[from];
  if (!allowed) return `${from} is no room of the table in test/architecture/rules.ts`;
  if (!/^src\/[^/]+(\/index(\.ts)?)?$/.test(target)) return `rooms are entered by their index.ts`;
  if (allowed.includes('*') || allowed.includes(to) || (to === open && !closed.has(from))) return undefined;
  return `${from} may import ${[...allowed, ...(closed.has(from) ? [] : [open])].join(', ') || 'no other room'}, not ${to}`;
}

function useBreach(file: string, what: string): string | undefined {
  if (what === 'process') return processBreach(file);
  return pure.has(roomOf(file)) ? `${roomOf(file)} is pure and has no clock and no chance` : undefined;
}

function processBreach(file: string): string | undefined {
  return processFiles.some((allowed) => allowed.test(file)) ? undefined : 'only cli knows process';
}

function placeBreaches({ file, text }: SourceText): string[] {
  const lines = text.trimEnd().split('\n').length;
  const found =
    lines > longest && !Object.hasOwn(longFiles, file)
      ? [`${file}: ${lines} lines, more than ${longest}`]
      : [];
  const misplaced = file
    .split('/')
    .find((part) => /^(utils?|helpers?|common|misc|shared)(\.ts)?$/.test(part));
  if (misplaced) found.push(`${file}: "${misplaced}" says nothing of what is in it`);
  return found;
}
