import fc from 'fast-check';
import { Doom, Killed } from '../faults/doom';
import { endOf, openCustomer, planFor, type End } from './every-kind-of-change';
import type { Stage } from './stage';

/** Requests of the apply, each a step at which something may go wrong. */
let requests: number;
/** Journal lines and writes of the apply, each a step after which its process may be gone. */
let steps: number;
let expected: End;

beforeAll(async () => {
  const stage = await openCustomer();
  try {
    const plan = await planFor(stage);
    const before = await stage.requests();
    const never = new Doom({ kind: 'killed', step: Infinity, when: 'before' }, stage.journalFile);
    await stage.carryOut(plan, { concurrency: 1, ...doomed(never, stage) });
    requests = (await stage.requests()).length - before.length;
    steps = never.steps;
    expected = await endOf(stage);
  } finally {
    await stage.close();
  }
});

const doomed = (doom: Doom, { provider }: Stage) => ({
  writer: doom.writer(provider),
  journalled: doom.journal.bind(doom),
});

/** What Azure, the lock file and the next plan are when it is planned and applied again after the apply. */
async function endAfter(interrupted: (stage: Stage) => Promise<unknown>): Promise<End> {
  const stage = await openCustomer();
  try {
    await interrupted(stage);
    await stage.behave();
    await stage.carryOut(await planFor(stage));
    return await endOf(stage);
  } finally {
    await stage.close();
  }
}

interface Fault {
  readonly action: object;
  /** Requests in a row that meet it: one, all tries of one request, or all that follow. */
  readonly count: number;
}

/** Whatever the fault, from whichever request on, the end is that of an undisturbed apply. */
async function holdsUnder(faults: readonly Fault[]): Promise<void> {
  const step = fc.integer({ min: 1, max: requests });
  await fc.assert(
    fc.asyncProperty(
      step,
      fc.constantFrom(...faults),
      fc.integer({ min: 1, max: 4 }),
      async (nth, fault, concurrency) => {
        const end = await endAfter(async (stage) => {
          const plan = await planFor(stage);
          await stage.misbehave({ ...fault, nth });
          await stage.carryOut(plan, { concurrency });
        });
        expect(end).toEqual(expected);
      },
    ),
    { numRuns: 10 },
  );
}

const once = 1;
const allTries = 4;
const forGood = 10_000;
const each = (counts: readonly number[], ...actions: readonly object[]): Fault[] =>
  actions.flatMap((action) => counts.map((count) => ({ action, count })));

describe('planning and applying again ends where an undisturbed apply ends', () => {
  it('after a kill at any step (invariant 6)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: steps - 1 }),
        fc.constantFrom('before' as const, 'torn' as const),
        async (step, when) => {
          const end = await endAfter(async (stage) => {
            const plan = await planFor(stage);
            const doom = new Doom({ kind: 'killed', step, when }, stage.journalFile);
            const apply = stage.carryOut(plan, { concurrency: 1, ...doomed(doom, stage) });
            await expect(apply).rejects.toThrow(Killed);
          });
          expect(end).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('after 429 from any request on (invariant 6)', () =>
    holdsUnder(each([allTries, forGood], { kind: 'status', status: 429, retryAfter: 7 })));

  it('after 500 from any request on (invariant 6)', () =>
    holdsUnder(each([allTries, forGood], { kind: 'status', status: 500 })));

  it('after a connection that is reset at any request, done or not (invariant 6)', () =>
    holdsUnder(
      each(
        [once, allTries, forGood],
        ...['before', 'after', 'mid-body'].map((when) => ({ kind: 'reset', when })),
      ),
    ));

  it('after lists and reads that lag from any request on (invariant 6)', () =>
    holdsUnder(
      each(
        [once, forGood],
        { kind: 'hide-assignments', seconds: 2 },
        { kind: 'hide-assignments', seconds: 90 },
      ),
    ));
});
