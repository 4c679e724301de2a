// Pure planning: one customer with n assignments, nearly all as declared. Beside it JSON.parse of the same actual state,
// so that the figure means something on any machine. Each size runs in a process of its own, for its memory.
const { execFileSync } = require('node:child_process');

const sizes = [10_000, 50_000, 200_000];
const perSubscription = 2_000;
const rounds = 5;

function main() {
  const [what, size] = [process.argv[2], Number(process.argv[3])];
  if (what) return console.log(JSON.stringify({ time, memory }[what](size)));
  console.log('assignments    planning   JSON.parse   ratio   per assignment   memory before   peak memory');
  for (const size of sizes) {
    const { plan, parse } = inItsOwnProcess('time', size);
    const { before, peak } = inItsOwnProcess('memory', size);
    const cells = [
      size.toLocaleString('en').padStart(11),
      `${plan.toFixed(0)} ms`.padStart(10),
      `${parse.toFixed(0)} ms`.padStart(11),
      (plan / parse).toFixed(1).padStart(6),
      `${((plan / size) * 1000).toFixed(1)} µs`.padStart(15),
      `${before.toFixed(0)} MiB`.padStart(14),
      `${peak.toFixed(0)} MiB`.padStart(12),
    ];
    console.log(cells.join('  '));
  }
}

function inItsOwnProcess(what, size) {
  const args = ['--expose-gc', require.resolve('./planning'), what, String(size)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** Milliseconds, medians of some rounds. */
function time(size) {
  const { planChanges } = require('../../dist/plan');
  const input = makeInput(size);
  const text = JSON.stringify(input.actual.subscriptions);
  const median = (run) => {
    const times = Array.from({ length: rounds }, () => {
      globalThis.gc(); // what a round leaves behind is not the next one's
      const start = process.hrtime.bigint();
      run();
      return Number(process.hrtime.bigint() - start) / 1e6;
    });
    return times.sort((left, right) => left - right)[Math.floor(rounds / 2)];
  };
  const parse = median(() => JSON.parse(text));
  const plan = median(() => planChanges(input));
  const { changes } = planChanges(input);
  const acting = changes.filter(({ action }) => action !== 'no-op').length;
  // One in a thousand is to be created, one is to be removed; otherwise the wrong thing was measured.
  if (acting !== size / 500) throw new Error(`${acting} changes planned instead of ${size / 500}`);
  return { plan, parse };
}

/** MiB of the process, with both states in memory and at most while planning once. */
function memory(size) {
  const { planChanges } = require('../../dist/plan');
  const input = makeInput(size);
  globalThis.gc();
  const before = process.memoryUsage().rss / 2 ** 20;
  planChanges(input);
  return { before, peak: process.resourceUsage().maxRSS / 1024 };
}

const guid = (kind, number) => `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
const tenantId = guid('aaaaaaaa', 1);
const partner = {
  tenantId: guid('aaaaaaaa', 2),
  owner: guid('bbbbbbbb', 1),
  previousOwners: [],
  otherOwners: [],
  adminAgents: guid('aaaaaaaa', 3),
};

function makeInput(size) {
  const { emptyLock } = require('../../dist/model');
  const all = Array.from({ length: size }, (_, number) => assignmentOf(number));
  const scopes = [...new Set(all.map(({ scope }) => scope))];
  const subscriptions = scopes.map((scope, index) => ({
    alias: `s${index}`,
    subscriptionId: scope.slice(15),
  }));
  return {
    cloud: 'emulator',
    asOf: '2027-01-01T00:00:00Z',
    configurationDigest: 'x',
    lock: emptyLock('bench', 'emulator'),
    desired: declare(
      subscriptions,
      all.filter((_, number) => number % 1000 !== 1),
    ),
    actual: read(
      subscriptions,
      all.filter((_, number) => number % 1000 !== 2),
    ),
  };
}

function assignmentOf(number) {
  const { assignmentName, keyOf } = require('../../dist/model');
  const assignment = {
    tenantId,
    scope: `/subscriptions/${guid('cccccccc', Math.floor(number / perSubscription))}`,
    role: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    principalId: guid('dddddddd', number),
    principalType: 'User',
    name: guid('00000000', 0),
  };
  return { ...assignment, name: assignmentName(partner.owner, keyOf(assignment)) };
}

function declare(subscriptions, assignments) {
  const grants = assignments.map((assignment, index) => ({
    address: `azurerm_role_assignment.g${index}`,
    constructPath: `bench/g${index}`,
    assignment,
    ended: false,
  }));
  return {
    customer: 'bench',
    tenantId,
    partner,
    ownership: 'owned-only',
    reads: 'in-tenant',
    writes: 'in-tenant',
    subscriptions,
    managementGroups: [],
    grants,
    roleDefinitions: [],
    pimAssignments: { eligible: [], active: [] },
    registrations: { definitions: [], assignments: [] },
    ignore: [],
    accept: [],
    exceptions: [],
    principalNames: new Map(),
  };
}

function read(subscriptions, assignments) {
  const { assignmentId } = require('../../dist/model');
  const readings = new Map(
    subscriptions.map(({ subscriptionId }) => [
      `/subscriptions/${subscriptionId}`,
      { status: 'read', subscriptionId, assignments: [] },
    ]),
  );
  for (const assignment of assignments) {
    readings.get(assignment.scope).assignments.push({ ...assignment, id: assignmentId(assignment) });
  }
  return {
    subscriptions: [...readings.values()],
    managementGroups: [],
    principals: new Map(),
    roleNames: new Map(),
  };
}

main();
