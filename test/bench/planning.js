// Pure planning: one customer with n assignments, nearly all as declared. Beside it JSON.parse of the same actual state,
// so that the figure means something on any machine. Each size runs in a process of its own, for its memory.
const { execFileSync } = require('node:child_process');

const sizes = [10_000, 50_000, 200_000];
const perSubscription = 2_000;
const rounds = 5;

function main() {
  const size = Number(process.argv[2]);
  if (size) return console.log(JSON.stringify(measure(size)));
  console.log('assignments    planning   JSON.parse   ratio   per assignment   heap of input   peak memory');
  for (const size of sizes) {
    const node = [process.execPath, ['--expose-gc', __filename, String(size)], { encoding: 'utf8' }];
    const { plan, parse, inputMiB, peakMiB } = JSON.parse(execFileSync(...node));
    const cells = [
      size.toLocaleString('en').padStart(11),
      `${plan.toFixed(0)} ms`.padStart(10),
      `${parse.toFixed(0)} ms`.padStart(11),
      (plan / parse).toFixed(1).padStart(6),
      `${((plan / size) * 1000).toFixed(1)} µs`.padStart(15),
      `${inputMiB.toFixed(0)} MiB`.padStart(14),
      `${peakMiB.toFixed(0)} MiB`.padStart(12),
    ];
    console.log(cells.join('  '));
  }
}

function measure(size) {
  const { planChanges } = require('../../dist/plan');
  const input = makeInput(size);
  const text = JSON.stringify(input.actual.subscriptions);
  global.gc();
  const inputMiB = process.memoryUsage().heapUsed / 2 ** 20;
  const median = (run) => {
    const times = Array.from({ length: rounds }, () => {
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
  return { plan, parse, inputMiB, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

function makeInput(size) {
  const { assignmentId, assignmentName, emptyLock, keyOf } = require('../../dist/model');
  const guid = (kind, number) => `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const tenantId = guid('aaaaaaaa', 1);
  const owner = guid('bbbbbbbb', 1);
  const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
  const numbers = Array.from({ length: size }, (_, index) => index);
  const subscriptionOf = (number) => guid('cccccccc', Math.floor(number / perSubscription));
  const assignmentOf = (number) => {
    const assignment = {
      tenantId,
      scope: `/subscriptions/${subscriptionOf(number)}`,
      role: reader,
      principalId: guid('dddddddd', number),
      principalType: 'User',
      name: guid('00000000', 0),
    };
    return { ...assignment, name: assignmentName(owner, keyOf(assignment)) };
  };
  const all = numbers.map(assignmentOf);
  const declared = all.filter((_, number) => number % 1000 !== 1);
  const subscriptions = [...new Set(numbers.map(subscriptionOf))].map((subscriptionId, index) => ({
    alias: `s${index}`,
    subscriptionId,
  }));
  const readings = new Map(
    subscriptions.map(({ subscriptionId }) => [
      subscriptionId,
      { status: 'read', subscriptionId, assignments: [] },
    ]),
  );
  for (const number of numbers.filter((each) => each % 1000 !== 2)) {
    const assignment = all[number];
    const { assignments } = readings.get(subscriptionOf(number));
    assignments.push({ ...assignment, id: assignmentId(assignment) });
  }
  return {
    cloud: 'emulator',
    asOf: '2027-01-01T00:00:00Z',
    configurationDigest: 'x',
    lock: emptyLock('bench', 'emulator'),
    desired: {
      customer: 'bench',
      tenantId,
      partner: {
        tenantId: guid('aaaaaaaa', 2),
        owner,
        previousOwners: [],
        otherOwners: [],
        adminAgents: guid('aaaaaaaa', 3),
      },
      ownership: 'owned-only',
      reads: 'in-tenant',
      writes: 'in-tenant',
      subscriptions,
      grants: declared.map((assignment, index) => ({
        address: `azurerm_role_assignment.g${index}`,
        constructPath: `bench/g${index}`,
        assignment,
        ended: false,
      })),
      ignore: [],
      accept: [],
      exceptions: [],
      principalNames: new Map(),
    },
    actual: {
      subscriptions: [...readings.values()],
      managementGroups: [],
      principals: new Map(),
      roleNames: new Map(),
    },
  };
}

main();
