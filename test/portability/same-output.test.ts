import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Constructs from '../../src/constructs';

const repository = path.resolve(__dirname, '../..');
const customersFolder = path.join(repository, 'stacks', 'customers');
const files = readdirSync(customersFolder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ customer: path.basename(name, '.ts'), file: path.join(customersFolder, name) }));

const outdir = mkdtempSync(path.join(tmpdir(), 'tilldela-portability-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** The example fleet as one of the two writes it, parsed, by customer. */
async function synthesizedWith(cdk: 'cdktf' | 'cdktn'): Promise<ReadonlyMap<string, Configuration>> {
  jest.resetModules();
  jest.doMock('cdktf', () => jest.requireActual<object>(cdk));
  const { synthesizeCustomers } = await import('../../src/constructs');
  const synthesize: typeof Constructs.synthesizeCustomers = synthesizeCustomers;
  const { diagnostics, customers } = await synthesize({
    projectFolder: repository,
    files,
    outdir: path.join(outdir, cdk),
    cloud: 'emulator',
    locks: new Map(),
  });
  expect(diagnostics).toEqual([]);
  return new Map(
    customers.map(({ customer, configurationFile }) => [
      customer,
      JSON.parse(readFileSync(configurationFile, 'utf8')),
    ]),
  );
}

interface Configuration {
  readonly '//': { readonly metadata: { version: string } };
}

test('the example fleet is the same configuration under cdktf and cdktn, but for the version that each writes', async () => {
  const [before, after] = [await synthesizedWith('cdktf'), await synthesizedWith('cdktn')];
  expect([...before.keys()]).toHaveLength(files.length);
  const versions = new Set<string>();
  for (const configuration of [...before.values(), ...after.values()]) {
    const { metadata } = configuration['//'];
    versions.add(metadata.version);
    metadata.version = '';
  }
  expect(versions.size).toBe(2);
  expect(after).toEqual(before);
});
