import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentials, status } from '@grpc/grpc-js';
import { repository } from '../../cli/project';
import { customer } from '../../../src/provider/protocol/data-sources/customer';
import { providerSchema } from '../../../src/provider/protocol/configuration';
import { id, startClient } from '../../emulator/emulator-client';
import { ask, clientCertificate, connect, dynamic, pemOf, told, valuesOf, type Caller } from './stage';

jest.setTimeout(60_000);

const mainFile = path.join(repository, 'dist', 'provider', 'protocol', 'main.js');
const asTerraform = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
  PLUGIN_PROTOCOL_VERSIONS: '5,6',
};

/** The provider's process, and what it wrote. */
async function start(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [mainFile], { env: { PATH: process.env['PATH'], ...variables } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  return { child, ended, written: () => ({ stdout, stderr }) };
}

async function callerOf(handshake: string, own: { cert: string; private: string }): Promise<Caller> {
  const [, , , address = ''] = handshake.split('|');
  const trusted = credentials.createSsl(pemOf(handshake), Buffer.from(own.private), Buffer.from(own.cert));
  const client = connect(`unix:${address}`, trusted);
  return Promise.resolve({ ask: (name, request) => ask(client, name, request), close: () => client.close() });
}

it('says one line on standard output, serves who started it, and nobody else', async () => {
  const own = await clientCertificate();
  const provider = await start({ ...asTerraform, PLUGIN_CLIENT_CERT: own.cert });
  const { stdout } = provider.written();
  expect(stdout).toMatch(/^1\|6\|unix\|\/[^|]+\|grpc\|[A-Za-z0-9+/]+\n$/);

  const caller = await callerOf(stdout.trim(), own);
  const { resourceSchemas, dataSourceSchemas } = await caller.ask('GetProviderSchema', {});
  expect(Object.keys(resourceSchemas)).toEqual(['tilldela_role_assignment']);
  expect(Object.keys(dataSourceSchemas)).toEqual(['tilldela_access', 'tilldela_customer']);
  const stranger = await callerOf(stdout.trim(), await clientCertificate());
  await expect(stranger.ask('GetProviderSchema', {})).rejects.toThrow('UNAVAILABLE');

  provider.child.kill('SIGINT'); // Ctrl-C reaches the whole group; Terraform says itself when it is over
  await expect(caller.ask('StopProvider', {})).resolves.toEqual({ error: '' });
  caller.close();
  stranger.close();
  provider.child.kill('SIGTERM');
  expect(await provider.ended).toBe(0);
  expect(provider.written().stdout).toBe(stdout);
});

it.each(['GetResourceIdentitySchemas', 'GetFunctions', 'OpenEphemeralResource'])(
  'says of %s that it has none, by the status that Terraform takes for that',
  async (name) => {
    const provider = await start(asTerraform);
    const [, , , address = ''] = provider.written().stdout.trim().split('|');
    const client = connect(`unix:${address}`, credentials.createInsecure());
    const bytes = (): Buffer => Buffer.alloc(0);
    const answered = new Promise((resolve) => {
      client.makeUnaryRequest(`/tfplugin6.Provider/${name}`, bytes, bytes, {}, (error) =>
        resolve(error?.code),
      );
    });
    expect(await answered).toBe(status.UNIMPLEMENTED);
    client.close();
    provider.child.kill('SIGTERM');
    await provider.ended;
  },
);

it('started by hand says what it is', async () => {
  const { ended, written } = await start({});
  expect(await ended).toBe(1);
  expect(written()).toEqual({
    stdout: '',
    stderr: expect.stringContaining('Terraform and OpenTofu start it'),
  });
});

it('refuses a Terraform that speaks only the protocol before', async () => {
  const { ended, written } = await start({ ...asTerraform, PLUGIN_PROTOCOL_VERSIONS: '4,5' });
  expect(await ended).toBe(1);
  expect(written().stderr).toContain('version 6 of the plugin protocol');
});

it('with ARM_USE_CLI signs in as the Azure CLI does, in the tenant of the customer', async () => {
  const emulator = await startClient();
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-az-'));
  const az = path.join(folder, 'az');
  const asked = path.join(folder, 'asked');
  const certificateFile = path.join(folder, 'ca.pem');
  writeFileSync(certificateFile, emulator.emulator.caCertificate);
  // What the provider needs of the Azure CLI: a token of somebody who is signed in already.
  const accessToken = await emulator.token(id('0001', 1));
  const answer = JSON.stringify({ accessToken, expires_on: Math.floor(Date.now() / 1000) + 3600 });
  writeFileSync(az, `#!/bin/sh\necho "$@" >>'${asked}'\necho '${answer}'\n`);
  chmodSync(az, 0o755);

  const own = await clientCertificate();
  const { child, ended, written } = await start({
    ...asTerraform,
    PLUGIN_CLIENT_CERT: own.cert,
    PATH: `${folder}:${process.env['PATH']}`,
    ARM_METADATA_HOSTNAME: emulator.emulator.origin.replace('https://', ''),
    ARM_TENANT_ID: id('0001', 1),
    ARM_USE_CLI: 'true',
    SSL_CERT_FILE: certificateFile,
  });
  const caller = await callerOf(written().stdout.trim(), own);
  try {
    await caller.ask('ConfigureProvider', { config: dynamic({}, providerSchema) });
    const { state, diagnostics } = await caller.ask('ReadDataSource', {
      typeName: 'tilldela_customer',
      config: dynamic({}, customer.schema),
    });
    expect(told(diagnostics)).toEqual([]);
    expect(valuesOf(state, customer.schema)).toMatchObject({ tenant_id: id('0001', 1) });
    expect(readFileSync(asked, 'utf8')).toContain(`--tenant ${id('0001', 1)}`);
    expect(Object.values(written()).join('')).not.toContain(accessToken);
  } finally {
    caller.close();
    child.kill('SIGTERM');
    await ended;
    await emulator.emulator.close();
    rmSync(folder, { recursive: true });
  }
});
