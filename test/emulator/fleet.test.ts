import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleWorld, seedFleet, startEmulator } from '../../src/emulator';
import type { World } from '../../src/emulator';
import { assignmentsPath, clientOf, id, listAll } from './emulator-client';
import type { Json } from './emulator-client';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'emulator-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = { customers: 3, subscriptions: 2, assignments: 6, seed: 5 };
const worldFile = (): string => readFileSync(join(folder, 'world.json'), 'utf8');

it('18.1 a fleet has as many customers, subscriptions and assignments as asked', async () => {
  await seedFleet(folder, small);
  const emulator = await startEmulator({ folder, world: exampleWorld });
  const client = clientOf(emulator);
  for (const customer of [1, 2, 3]) {
    const token = await client.token(`customer0000${customer}.com`);
    const subscriptions = await listAll(client, '/subscriptions?api-version=2022-12-01', token);
    expect(subscriptions.map((each) => each.subscriptionId)).toEqual([
      id('0002', customer, 1),
      id('0002', customer, 2),
    ]);
    for (const { id: scope } of subscriptions) {
      const listed = await listAll(client, assignmentsPath(scope), token);
      const found = listed.filter(({ properties }) => String(properties.scope).startsWith(String(scope)));
      expect(listed).toHaveLength(7); // with what lets the automation in, which is inherited
      expect(found).toHaveLength(6);
      expect(found.filter(({ properties }) => properties.principalType === 'ForeignGroup')).toHaveLength(1);
      const distinct = ({ properties: each }: Json) =>
        [each.scope, each.roleDefinitionId, each.principalId].join();
      expect(new Set(found.map(distinct)).size).toBe(6);
    }
  }
  await emulator.close();
});

it('18.2 the same seed makes the same fleet, another one another, and all ids are of no real cloud', async () => {
  await seedFleet(folder, small);
  const first = worldFile();
  await seedFleet(folder, small);
  expect(worldFile()).toBe(first);
  await seedFleet(folder, { ...small, seed: 6 });
  expect(worldFile()).not.toBe(first);
  const world = JSON.parse(first) as World;
  const own = world.tenants.flatMap(({ roleAssignments = [], users = [], subscriptions = [], ...tenant }) => [
    tenant.id,
    ...[...users, ...subscriptions, ...(tenant.groups ?? [])].map((each) => each.id),
    ...roleAssignments.flatMap(({ name, principalId }) => [name, principalId]),
  ]);
  expect(own.filter((each) => !/^e0e0e0e0-[0-9]{4}-4000-8000-[0-9]{12}$/.test(each))).toEqual([]);
});

it('18.3 a fleet replaces what was there, not the keys, and not under a running emulator', async () => {
  const first = await startEmulator({ folder, world: exampleWorld });
  await expect(seedFleet(folder, small)).rejects.toThrow(`The emulator at ${first.origin} is serving`);
  await first.close();
  await seedFleet(folder, small);
  const second = await startEmulator({ folder, world: exampleWorld });
  expect(second.caCertificate).toBe(first.caCertificate);
  await expect(second.userToken('contoso.com', 'dana@contoso.com')).rejects.toThrow('no tenant');
  await second.close();
  expect(statSync(join(folder, 'world.json')).mode & 0o777).toBe(0o600);
});

describe('12.5 a snapshot', () => {
  it('12.5 may be edited and laid out in any way', async () => {
    await seedFleet(folder, small);
    const world = JSON.parse(worldFile()) as World;
    for (const text of [
      JSON.stringify(world),
      JSON.stringify(world, undefined, 2),
      worldFile().replaceAll('\n', '\r\n'),
      `${worldFile()}\n\n`,
      worldFile().replace(/^\{"tenants":\[\n/, '$&\n'),
    ]) {
      writeFileSync(join(folder, 'world.json'), text);
      const emulator = await startEmulator({ folder, world: exampleWorld });
      expect(await emulator.userToken('customer00003.com', 'person1@customer00003.com')).not.toBe('');
      await emulator.close();
    }
  });

  it('12.5 has one tenant a line', async () => {
    await seedFleet(folder, small);
    const [, partner = '', customer = ''] = worldFile().split('\n');
    expect(JSON.parse(partner.replace(/,$/, '')).displayName).toBe('Northwind Cloud');
    expect(JSON.parse(customer.replace(/,$/, '')).displayName).toBe('Customer 1');
  });
});
