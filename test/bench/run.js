// Measures what a person waits for. Plain node, no assertions: figures depend on the machine, so each is also given as
// a ratio to starting node and doing nothing, measured in the same run.
const { spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const repository = path.resolve(__dirname, '..', '..');
const command = path.join(repository, 'dist', 'cli', 'main.js');
const runs = 5;

const { builtInRoles } = require('../../dist/catalogue/built-in-roles.js');
const emulated = JSON.parse(
  readFileSync(path.join(repository, 'src/emulator/arm/built-in-roles.json'), 'utf8'),
);
const mayGrantAccess = ['Owner', 'User Access Administrator', 'Role Based Access Control Administrator'];
const roles = emulated
  .map(({ name }) => name)
  .filter((name) => name in builtInRoles && !mayGrantAccess.includes(name));

const application = 'e0e0e0e0-0006-4000-8000-000000000001';
/** Role Based Access Control Administrator, which lets the application in. */
const accessAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
const guid = (kind, number) => `e0e0e0e0-${kind}-4000-8000-${String(number).padStart(12, '0')}`;
const people = Array.from({ length: 10 }, (_, index) => `user${index}`);

function main() {
  const one = makeProject(1, 50);
  const fleet = makeProject(50, 20);
  try {
    const rows = [
      measure('node -e 0', repository, ['-e', '0']),
      measure('tilldela --help', one, [command, '--help']),
      measure('synth, 1 customer x 50 grants', one, [command, 'synth']),
      measure('synth and plan, 1 customer x 50 grants', one, [command, 'plan']),
      measure('plan, 50 customers x 20 grants', fleet, [command, 'plan', '--summary']),
    ];
    printTable(rows);
  } finally {
    for (const folder of [one, fleet]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Median of the time that the command takes, in milliseconds. It is run once before, to fill caches. */
function measure(name, folder, args) {
  const times = [];
  for (let run = 0; run <= runs; run++) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) throw new Error(`${name} exited with ${status}:\n${stderr}`);
    if (run > 0) times.push(elapsed);
  }
  return { name, median: times.sort((left, right) => left - right)[Math.floor(runs / 2)] };
}

function printTable(rows) {
  const base = rows[0].median;
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`${'command'.padEnd(width)}  median of ${runs}  to node -e 0`);
  for (const { name, median } of rows) {
    console.log(
      `${name.padEnd(width)}  ${`${median.toFixed(0)} ms`.padStart(11)}  ${(median / base).toFixed(1).padStart(12)}`,
    );
  }
}

/** A project with so many customers, in a world of its own: each with a tenant, a subscription and ten users. */
function makeProject(customers, grants) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-bench-'));
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(repository, path.join(folder, 'node_modules', 'tilldela'));
  write(
    'cdktf.json',
    JSON.stringify({ language: 'typescript', app: 'true', context: { cloud: 'emulator' } }),
  );
  write('stacks/partner.ts', readFileSync(path.join(repository, 'stacks', 'partner.ts'), 'utf8'));
  const numbers = Array.from({ length: customers }, (_, index) => index + 1);
  for (const number of numbers) write(`stacks/customers/customer${number}.ts`, customerFile(number, grants));
  write('.tilldela/emulator/world.json', JSON.stringify(world(numbers)));
  return folder;
}

function customerFile(number, grants) {
  const lines = Array.from({ length: grants }, (_, index) => {
    const to = `${people[index % people.length]}@customer${number}.com`;
    return `  main.grant('g${index}', { to: user('${to}'), role: '${roles[Math.floor(index / people.length)]}' });`;
  });
  return `import { aobo, CustomerStack, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const stack = new CustomerStack(app, 'customer${number}', {
    partner: msp,
    tenant: '${guid('0001', number)}',
    subscriptions: { main: '${guid('0002', number)}' },
    reads: aobo(),
    writes: aobo(),
  });
  const { main } = stack.subscriptions;
${lines.join('\n')}
};
`;
}

function world(numbers) {
  const automation = (number) => ({ id: guid('0005', number), appId: application, displayName: 'tilldela' });
  const tenants = numbers.map((number) => ({
    id: guid('0001', number),
    displayName: `Customer ${number}`,
    domains: [`customer${number}.onmicrosoft.com`, `customer${number}.com`],
    servicePrincipals: [automation(number)],
    users: people.map((name, index) => ({
      id: guid('0003', number * 100 + index),
      displayName: name,
      userPrincipalName: `${name}@customer${number}.com`,
    })),
    subscriptions: [{ id: guid('0002', number), displayName: `Subscription ${number}` }],
    roleAssignments: [
      {
        name: guid('0008', number),
        scope: `/providers/Microsoft.Management/managementGroups/${guid('0001', number)}`,
        roleDefinitionId: accessAdministrator,
        principalId: guid('0005', number),
        principalType: 'ServicePrincipal',
      },
    ],
  }));
  return {
    tenants,
    applications: [{ appId: application, displayName: 'tilldela', clientSecrets: ['emulator-only-secret'] }],
  };
}

main();
