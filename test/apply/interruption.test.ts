import fc from 'fast-check';
import { findInterrupted, type ResourceWriter } from '../../src/apply';
import { keyOf } from '../../src/model';
import { isActionable, type UnmanagedAccess } from '../../src/plan';
import { condition, dana, grant, group, labTeam, lee, at, present, roles, Stage, type Access } from './stage';

/** How an apply ends before its end: thrown out before or after Azure did it, or asked to stop. */
type Ending = 'before the write' | 'after the write' | 'stopped';

class Killed extends Error {}

/** Ends the apply at the write with this number, counted from 0. */
function endingAt(stage: Stage, number: number, ending: Ending, abort: AbortController): ResourceWriter {
  const { provider } = stage;
  let writes = 0;
  const write = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    const isIt = writes++ >= number;
    if (isIt && ending === 'before the write') throw new Killed();
    const result = await call();
    if (isIt && ending === 'after the write') throw new Killed();
    if (isIt) abort.abort();
    return result;
  };
  return {
    read: (id) => provider.read(id),
    create: (assignment) => write(() => provider.create(assignment)),
    update: (before, after) => write(() => provider.update(before, after)),
    delete: (assignment) => write(() => provider.delete(assignment)),
    roleDefinitions: provider.roleDefinitions,
    registrations: provider.registrations,
    pimAssignments: provider.pimAssignments,
  };
}

const principals = [
  { to: dana, as: 'User' },
  { to: lee, as: 'User' },
  { to: labTeam, as: 'Group' },
] as const;

const access: fc.Arbitrary<Access> = fc
  .record({
    principal: fc.constantFrom(...principals),
    role: fc.constantFrom(roles.reader, roles.contributor),
    scope: fc.constantFrom(at(), group('rg-a')),
    letter: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  })
  .map(({ principal, role, scope, letter }) => ({
    ...principal,
    role,
    scope,
    ...(letter !== undefined && { condition: condition(letter) }),
  }));

const accesses = fc.uniqueArray(access, {
  minLength: 2,
  maxLength: 6,
  selector: ({ to, role, scope }) => `${to}|${role}|${scope}`,
});

const story = fc.record({
  found: fc
    .array(fc.boolean(), { minLength: 6, maxLength: 6 })
    .chain((byHand) => accesses.map((list) => ({ byHand, list }))),
  declared: accesses,
  declaredLater: accesses,
  number: fc.nat({ max: 4 }),
  ending: fc.constantFrom<Ending>('before the write', 'after the write', 'stopped'),
});

describe('an apply that ends too soon', () => {
  it('is made good by planning and applying again (invariant 6, pain 3)', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ found, declared, declaredLater, number, ending }) => {
        const stage = await Stage.open(
          found.list.map((each, index) => present(each, found.byHand[index] ? 10 + index : undefined)),
        );
        try {
          const unmanaged = (await stage.plan(grants(declared))).unmanaged.map(keyOfEntry);
          await stage.apply(grants(declared)); // adopts some, so that the next may replace them
          await applyAndEnd(stage, grants(declaredLater), number, ending);

          await stage.apply(grants(declaredLater));
          const settled = await stage.plan(grants(declaredLater));
          expect(settled.diagnostics).toEqual([]);
          expect(
            settled.changes.filter(
              (change) => isActionable(change) || ('adopting' in change && change.adopting),
            ),
          ).toEqual([]);
          expect(settled.changes).toHaveLength(declaredLater.length);
          // Everything declared is ours, and what was never declared is still there.
          expect((await stage.plan([])).changes).toHaveLength(declaredLater.length);
          const later = new Set(grants(declaredLater).map((each) => keyOf(each.assignment)));
          expect(settled.unmanaged.map(keyOfEntry)).toEqual(unmanaged.filter((key) => !later.has(key)));
        } finally {
          await stage.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});

const keyOfEntry = ({ assignment }: UnmanagedAccess) => keyOf(assignment);

function grants(list: readonly Access[]) {
  return list.map((each, index) => grant(`g-${index}`, each));
}

async function applyAndEnd(
  stage: Stage,
  declared: ReturnType<typeof grants>,
  number: number,
  ending: Ending,
): Promise<void> {
  const abort = new AbortController();
  const plan = await stage.plan(declared);
  const run = stage.carryOut(plan, { writer: endingAt(stage, number, ending, abort), signal: abort.signal });
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error && !(error instanceof Killed)) throw error;
  // A journal that was cut off says so; one that came to its end says nothing.
  expect(findInterrupted(stage.journalFile) !== undefined).toBe(error !== undefined);
  if (error !== undefined) expect(findInterrupted(stage.journalFile)).not.toEqual([]);
}
