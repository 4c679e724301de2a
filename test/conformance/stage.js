/* Where one scenario plays: a folder and an emulator of its own, and commands that see nothing of their surroundings. */
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { startEmulator } = require('../../dist/emulator');
const { world } = require('./world');

/** Milliseconds. The longest wait of a client for Azure is about six minutes. */
const patience = 15 * 60_000;

const stages = mkdtempSync(path.join(tmpdir(), 'tilldela-conformance-'));
process.on('exit', () => rmSync(stages, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

/** Why a scenario failed, and what the client printed. */
class ScenarioFailure extends Error {
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/** Plays a scenario, and gives why it failed, if it did, with the requests of its client. */
async function onStage({ play, opensAzure = false }) {
  const folder = mkdtempSync(path.join(stages, 'stage-'));
  const opened = [];
  const openAzure = async (azure, itsWorld) => {
    const emulator = await startEmulator({ folder: azure, world: itsWorld });
    opened.push({ azure, emulator });
    return { emulator, caFile: path.join(azure, 'ca.pem') };
  };
  let failure;
  try {
    await play({
      folder,
      run: (command, args, environment, cwd = folder) =>
        run(command, args, { cwd, env: { ...bareEnvironment(folder), ...environment } }),
      ...(opensAzure ? { openAzure } : await contosoIn(path.join(folder, 'azure'), openAzure)),
    });
  } catch (error) {
    failure = error;
  }
  for (const { emulator } of opened) await emulator.close();
  const requests = opened.flatMap(({ azure }) => linesOf(path.join(azure, 'requests.jsonl')));
  rmSync(folder, { recursive: true, force: true });
  return { failure, requests };
}

/** The Azure of a scenario that opens none itself. */
async function contosoIn(azure, openAzure) {
  const { emulator, caFile } = await openAzure(azure, world);
  return {
    azure,
    origin: emulator.origin,
    caFile,
    leftovers: () => leftovers(path.join(azure, 'changes.jsonl')),
  };
}

/** The developer's own cloud and settings must not leak in: neither variables nor the home folder are passed on. */
function bareEnvironment(folder) {
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return { PATH: process.env.PATH, HOME: home, TMPDIR: tmpdir(), LANG: 'C.UTF-8', NO_PROXY: 'localhost' };
}

/** @returns all that the command printed, and what of it went to standard output */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience });
    let [output, answer] = ['', ''];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (output += text));
    }
    child.stdout.on('data', (text) => (answer += text));
    child.on('error', (error) => reject(new ScenarioFailure(error.message, '')));
    child.on('close', (status, signal) => {
      if (status === 0) return resolve({ output, answer });
      const shown = [path.basename(command), ...args].join(' ');
      const ended = signal ? `was ended after ${patience / 60_000} minutes` : `exited with ${status}`;
      reject(new ScenarioFailure(`${shown} ${ended}`, output));
    });
  });
}

/** What was written and is still there, but for what Azure keeps for ever: registrations, and requests for roles. */
function leftovers(changesFile) {
  const there = new Set();
  for (const { kind, collection = 'roleAssignments', value, key, name } of linesOf(changesFile)) {
    if (['roleScheduleRequests', 'registeredProviders'].includes(collection)) continue;
    const id = `${collection} ${(key ?? name ?? keyOf(collection, value)).toLowerCase()}`;
    if (kind.endsWith('Written')) there.add(id);
    else there.delete(id);
  }
  return [...there];
}

function keyOf(collection, value) {
  if (collection === 'customRoles') return value.id;
  return collection.startsWith('registration') ? `${value.scope}/${value.name}` : value.name;
}

function linesOf(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** The file that the variable names. */
function fileIn(variable) {
  const named = process.env[variable];
  return named && existsSync(named) ? path.resolve(named) : undefined;
}

/** The file that the variable names, or else the first of that name on the PATH. */
function findProgram(variable, name) {
  if (process.env[variable]) return fileIn(variable);
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** What `version` of a program says first that looks like one. */
function versionOf(program) {
  const env = { PATH: process.env.PATH, HOME: tmpdir() };
  const { stdout } = spawnSync(program, ['version'], { encoding: 'utf8', env });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
}

module.exports = { onStage, ScenarioFailure, fileIn, findProgram, versionOf };
