import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { exampleWorld, findRunningEmulator, startEmulator } from '../../src/emulator';
import type { Emulator, EmulatorOptions } from '../../src/emulator';
import { assignmentsPath, clientOf, id, listAll, roleAt, roles } from './emulator-client';
import type { Client } from './emulator-client';

let folder: string;
const started: Emulator[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'emulator-'))));
afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<EmulatorOptions> = {}): Promise<Client> {
  const emulator = await startEmulator({ folder, world: exampleWorld, ...options });
  started.push(emulator);
  return clientOf(emulator);
}

async function stop(client: Client): Promise<void> {
  started.splice(started.indexOf(client.emulator), 1);
  await client.emulator.close();
}

const scope = `/subscriptions/${id('0002', 1)}/resourceGroups/rg-web`;
const name = (number: number): string => id('0008', 1, 100 + number);
/** A type is given, so that any principal is believed and every number is another assignment. */
const grant = (number: number) => ({
  properties: {
    roleDefinitionId: roleAt('', roles.reader),
    principalId: id('0003', 1, 100 + number),
    principalType: 'User',
  },
});

async function put(client: Client, number: number): Promise<number> {
  const token = await client.token('contoso.com');
  const options = { token, method: 'PUT', body: grant(number) };
  return (await client.call(assignmentsPath(scope, name(number)), options)).status;
}

async function namesAt(client: Client): Promise<string[]> {
  const token = await client.token('contoso.com');
  const found = await listAll(client, assignmentsPath(scope), token);
  return found.filter((entry) => entry.properties.scope === scope).map((entry) => String(entry.name));
}

const file = (path: string): string => readFileSync(join(folder, path), 'utf8');

it('12.1 keeps what was written and deleted, and the keys', async () => {
  const first = await start();
  await put(first, 1);
  await put(first, 2);
  const token = await first.token('contoso.com');
  await first.call(assignmentsPath(scope, name(1)), { token, method: 'DELETE' });
  await stop(first);

  const second = await start();
  expect(await namesAt(second)).toEqual([name(2)]);
  expect(second.emulator.caCertificate).toBe(first.emulator.caCertificate);
});

it('takes tokens from before a restart on the same port', async () => {
  const first = await start();
  const token = await first.token('contoso.com');
  await stop(first);
  const second = await start({ port: Number(new URL(first.emulator.origin).port) });
  expect((await second.call(assignmentsPath(scope), { token })).status).toBe(200);
});

it('12.1 keeps nothing without a folder', async () => {
  const memory = await startEmulator({ world: exampleWorld });
  started.push(memory);
  await put(clientOf(memory), 1);
  expect(readdirSync(folder)).toEqual([]);
});

it('starts over when the folder is deleted', async () => {
  const first = await start();
  await put(first, 1);
  await stop(first);
  rmSync(folder, { recursive: true });
  expect(await namesAt(await start())).toEqual([]);
});

it('prefers what the folder holds to the world it is given', async () => {
  await stop(await start());
  const other = await start({ world: { tenants: [], applications: [] } });
  expect(await namesAt(other)).toEqual([]);
  expect(await put(other, 1)).toBe(201);
});

it('writes each change before it answers, one line each, and folds them in at the next start', async () => {
  const first = await start();
  expect(file('changes.jsonl')).toBe('');
  await put(first, 1);
  await put(first, 2);
  const lines = file('changes.jsonl').split('\n');
  expect(lines).toHaveLength(3);
  expect(lines.slice(0, 2).map((line) => JSON.parse(line).value.name)).toEqual([name(1), name(2)]);
  await stop(first);
  await start();
  expect(file('changes.jsonl')).toBe('');
  expect(file('world.json')).toContain(name(2));
});

it('forgets a last line that was cut off', async () => {
  const first = await start();
  await put(first, 1);
  await put(first, 2);
  await stop(first);
  const log = file('changes.jsonl');
  writeFileSync(join(folder, 'changes.jsonl'), log.slice(0, -10));
  expect(await namesAt(await start())).toEqual([name(1)]);
});

it('takes changes that the snapshot already has', async () => {
  const first = await start();
  await put(first, 1);
  const token = await first.token('contoso.com');
  await first.call(assignmentsPath(scope, name(1)), { token, method: 'DELETE' });
  await put(first, 2);
  const log = file('changes.jsonl');
  await stop(first);
  await stop(await start());
  appendFileSync(join(folder, 'changes.jsonl'), log); // as if it had died between snapshot and log
  expect(await namesAt(await start())).toEqual([name(2)]);
});

it.each(['world.json', 'changes.jsonl'])('says what to do about a damaged %s', async (path) => {
  await stop(await start());
  writeFileSync(join(folder, path), '{"tenants": nonsense}\n{}\n');
  await expect(start()).rejects.toThrow(new RegExp(`${path}.* is not JSON. Delete the emulator's folder`));
});

it('keeps secrets to the user who runs it', async () => {
  await start();
  for (const path of ['server-key.pem', 'token-key.pem', 'world.json']) {
    expect(statSync(join(folder, path)).mode & 0o777).toBe(0o600);
  }
});

it('12.3 has a certificate for the names of this machine, good for years, and no key of its authority', async () => {
  await start();
  const certificate = new X509Certificate(file('server.pem'));
  const authority = new X509Certificate(file('ca.pem'));
  expect(certificate.verify(authority.publicKey)).toBe(true);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkIP('::1')).toBe('::1');
  expect(certificate.checkHost('example.com')).toBeUndefined();
  expect(certificate.ca).toBe(false);
  expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(9 * 365 * 24 * 3600 * 1000);
  const keys = readdirSync(folder).filter((path) => /PRIVATE KEY/.test(file(path)));
  expect(keys.sort()).toEqual(['server-key.pem', 'token-key.pem']);
});

it('12.4 has certificates that a strict verifier takes', async () => {
  await start();
  const [ca, server] = [join(folder, 'ca.pem'), join(folder, 'server.pem')];
  const program = 'openssl'; // of the machine, which knip should not look for among the packages
  const told = execFileSync(program, ['verify', '-x509_strict', '-CAfile', ca, server], {
    encoding: 'utf8',
  });
  expect(told).toBe(`${server}: OK\n`);
});

describe('finding a running emulator', () => {
  it('gives its origin and certificate while it runs', async () => {
    const client = await start();
    const { origin, caCertificate } = client.emulator;
    expect(await findRunningEmulator(folder)).toEqual({ origin, caCertificate });
    await stop(client);
    expect(await findRunningEmulator(folder)).toBeUndefined();
  });

  it('gives nothing for a folder without one', async () => {
    expect(await findRunningEmulator(folder)).toBeUndefined();
    expect(await findRunningEmulator(join(folder, 'none'))).toBeUndefined();
  });

  it.each(['', '{', '{"origin":7}', '{"origin":"https://example.com"}'])(
    'gives nothing for %p',
    async (text) => {
      await stop(await start());
      writeFileSync(join(folder, 'server.json'), text);
      expect(await findRunningEmulator(folder)).toBeUndefined();
    },
  );

  it("does not take another folder's emulator for this one's", async () => {
    await stop(await start());
    const otherFolder = mkdtempSync(join(tmpdir(), 'emulator-other-'));
    const other = await start({ folder: otherFolder });
    writeFileSync(join(folder, 'server.json'), JSON.stringify({ origin: other.emulator.origin, pid: 1 }));
    expect(await findRunningEmulator(folder)).toBeUndefined();
    await stop(other);
    rmSync(otherFolder, { recursive: true });
  });

  it('keeps a second one from serving the same folder', async () => {
    const { emulator } = await start();
    await expect(start()).rejects.toThrow(`An emulator already serves ${folder} at ${emulator.origin}.`);
  });
});

it('12.2 loses nothing that it acknowledged when it is killed at any moment', async () => {
  const child = await serveInChild();
  const running = await findRunningEmulator(folder);
  if (!running) throw new Error('the child does not serve');
  const client = clientOf({
    ...running,
    close: () => Promise.resolve(),
    userToken: () => Promise.resolve(''),
    refreshToken: () => Promise.resolve(''),
    controlKey: '',
  });
  const acknowledged: string[] = [];
  const writing = (async () => {
    for (let number = 1; ; number += 1) {
      if ((await put(client, number)) === 201) acknowledged.push(name(number));
      if (number === 15) child.kill('SIGKILL'); // the next writes race with the kill
    }
  })();
  await expect(writing).rejects.toThrow(/ECONNRE|socket hang up/);

  expect(acknowledged.length).toBeGreaterThanOrEqual(15);
  expect(await findRunningEmulator(folder)).toBeUndefined(); // server.json is left behind
  const kept = await namesAt(await start());
  expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(1);
});

async function serveInChild(): Promise<ChildProcess> {
  const script = `
    require('jiti').createJiti(${JSON.stringify(__filename)})
      .import(${JSON.stringify(resolve(__dirname, '../../src/emulator/index.ts'))})
      .then(({ startEmulator, exampleWorld }) => startEmulator({ folder: ${JSON.stringify(folder)}, world: exampleWorld }))
      .then(() => console.log('serving'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready, failed) => {
    child.stdout.once('data', ready);
    child.once('exit', failed);
  });
  return child;
}
