import { assignmentId, type Guid } from '../../src/model';
import { isActionable, isAdopting } from '../../src/plan';
import { condition, grant, group, lee, present, roles, Stage, type Access } from './stage';

let stage: Stage;
afterEach(() => stage.close());

/** Somebody makes the declared access by hand, under a name of their own, after the plan was made. */
async function planThenMadeByHand(access: Access): Promise<ReturnType<Stage['plan']>> {
  const plan = await stage.plan([grant('shop'), grant('other', { to: lee })]);
  const { assignment } = grant('shop', access);
  await stage.provider.create({ ...assignment, name: byHand });
  return plan;
}

const byHand = '00000800-0000-4000-8000-000000000011' as Guid;

describe('access that somebody made while the plan waited', () => {
  it('is adopted and left as it is, where a plan made now would do that (pains 1, 2)', async () => {
    stage = await Stage.open();
    const result = await stage.carryOut(await planThenMadeByHand({}));
    expect(result.entries).toMatchObject([
      { address: 'azurerm_role_assignment.other', action: 'create', outcome: 'done' },
      { address: 'azurerm_role_assignment.shop', action: 'create', outcome: 'already' },
    ]);
    expect(result.entries[1]?.assignmentId).toContain(byHand);
    expect(await stage.inAzure()).toEqual(['dana reader subscription 11', 'lee reader subscription ours']);
    expect(stage.readLock().adopted).toMatchObject([{ constructPath: 'contoso/shop', name: byHand }]);
    const { changes } = await stage.plan([grant('shop'), grant('other', { to: lee })]);
    expect(changes.filter((change) => isActionable(change) || isAdopting(change))).toEqual([]);
  });

  it('is a failure that names the existing assignment, where a plan would change it', async () => {
    stage = await Stage.open();
    const result = await stage.carryOut(await planThenMadeByHand({ condition: condition('a') }));
    expect(result.entries).toMatchObject([{ outcome: 'done' }, { action: 'create', outcome: 'failed' }]);
    const { assignment } = grant('shop');
    expect(result.entries[1]?.diagnostic?.detail).toContain(assignmentId({ ...assignment, name: byHand }));
    expect(await stage.inAzure()).toContain("dana reader subscription 11 if 'a'");
    expect(stage.readLock().adopted).toEqual([]);
  });
});

describe('a removal that Azure has confirmed and not yet carried out', () => {
  it.each(['refuse', 'disappear'])(
    'does not keep the same access from lasting (%s) (pain 5)',
    async (mode) => {
      stage = await Stage.open([present({})]);
      await stage.misbehave({ method: 'DELETE', action: { kind: 'pending-delete', mode, seconds: 40 } });
      await stage.apply([]);
      expect(await stage.inAzure()).toEqual([]);
      const { result } = await stage.apply([grant('shop')]);
      expect(result.entries).toMatchObject([{ action: 'create', outcome: 'done' }]);
      stage.time.advance(600);
      expect(await stage.inAzure()).toEqual(['dana reader subscription ours']);
    },
  );

  it('is waited for no longer than a removal may take, and the message says what stands in the way', async () => {
    stage = await Stage.open([present({})]);
    await stage.misbehave({
      method: 'DELETE',
      action: { kind: 'pending-delete', mode: 'refuse', seconds: 900 },
    });
    await stage.apply([]);
    const before = stage.time.now();
    const { result } = await stage.apply([grant('shop'), grant('other', { to: lee })]);
    expect(result.entries).toMatchObject([{ outcome: 'done' }, { action: 'create', outcome: 'failed' }]);
    expect(result.entries[1]?.diagnostic?.detail).toContain(
      'the removal of the same access is still under way',
    );
    expect(stage.time.now() - before).toBeLessThan(120_000);
  });
});

describe('an assignment that somebody else changes after the plan', () => {
  const conditional = { role: roles.blobReader, condition: condition('a') };

  /** Azure with one assignment of ours, and what a plan for the grants does after the other one's write. */
  async function carriedOutAfter(grants: ReturnType<typeof grant>[], write: 'change' | 'remove') {
    stage = await Stage.open([present(conditional)]);
    const plan = await stage.plan(grants);
    const { assignment } = grant('shop', conditional);
    const found = { ...assignment, id: assignmentId(assignment) };
    if (write === 'remove') await stage.provider.delete(found);
    else await stage.provider.update(found, { condition: condition('c'), conditionVersion: '2.0' });
    return stage.carryOut(plan);
  }

  it('is not replaced, and nothing is made beside it', async () => {
    stage = await Stage.open([present(conditional, 11)]);
    await stage.apply([grant('shop', conditional)]);
    const plan = await stage.plan([grant('shop', { role: roles.contributor })]);
    const { assignment } = grant('shop', conditional);
    const found = { ...assignment, name: byHand };
    await stage.provider.update(
      { ...found, id: assignmentId(found) },
      { condition: condition('c'), conditionVersion: '2.0' },
    );
    const { entries } = await stage.carryOut(plan);
    expect(entries).toMatchObject([
      { action: 'replace', outcome: 'failed', diagnostic: { code: 'plan_stale' } },
    ]);
    expect(await stage.inAzure()).toEqual(["dana blobReader subscription 11 if 'c'"]);
  });

  it('is not deleted', async () => {
    const { entries, removedIds } = await carriedOutAfter([], 'change');
    expect(entries).toMatchObject([
      { action: 'delete', outcome: 'skipped', diagnostic: { code: 'plan_stale' } },
    ]);
    expect(removedIds).toEqual([]);
    expect(await stage.inAzure()).toEqual(["dana blobReader subscription ours if 'c'"]);
  });

  it('is not overwritten (pain 31)', async () => {
    const other = grant('shop', { ...conditional, condition: condition('b') });
    const { entries } = await carriedOutAfter([other], 'change');
    expect(entries).toMatchObject([
      { action: 'update', outcome: 'skipped', diagnostic: { code: 'plan_stale' } },
    ]);
    expect(await stage.inAzure()).toEqual(["dana blobReader subscription ours if 'c'"]);
  });

  it('is said to be already as it was to be, where that is so', async () => {
    const wanted = grant('shop', { ...conditional, condition: condition('c') });
    expect((await carriedOutAfter([wanted], 'change')).entries).toMatchObject([
      { action: 'update', outcome: 'already' },
    ]);
    await stage.close();
    expect((await carriedOutAfter([], 'remove')).entries).toMatchObject([
      { action: 'delete', outcome: 'already' },
    ]);
  });

  it('is not made again by an update, where it was removed', async () => {
    const other = grant('shop', { ...conditional, condition: condition('b') });
    const { entries } = await carriedOutAfter([other], 'remove');
    expect(entries).toMatchObject([{ outcome: 'skipped', diagnostic: { code: 'plan_stale' } }]);
    expect(await stage.inAzure()).toEqual([]);
  });
});

describe('what was done and did not last', () => {
  it('is done again before the apply ends', async () => {
    stage = await Stage.open();
    const grants = [grant('shop'), grant('other', { to: lee })];
    const plan = await stage.plan(grants);
    let isRemoved = false;
    const result = await stage.carryOut(plan, {
      replan: async () => {
        const { assignment } = grant('shop');
        if (!isRemoved) await stage.provider.delete({ ...assignment, id: assignmentId(assignment) });
        isRemoved = true;
        return stage.plan(grants);
      },
    });
    expect(isRemoved).toBe(true);
    expect(result.entries.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(await stage.inAzure()).toEqual(['dana reader subscription ours', 'lee reader subscription ours']);
  });
});

it('a resource lock keeps one removal from being made, the others go on, and the message says what to do (pain 19)', async () => {
  stage = await Stage.open([present({ scope: group('rg-a') }), present({ to: lee, scope: group('rg-b') })]);
  await stage.misbehave({
    method: 'DELETE',
    path: '/**/resourceGroups/rg-a/**',
    action: { kind: 'status', status: 409, code: 'ScopeLocked', message: 'The scope is locked.' },
  });
  const { result } = await stage.apply([]);
  const failed = result.entries.find(({ outcome }) => outcome === 'failed');
  expect(failed?.diagnostic).toMatchObject({
    detail: expect.stringContaining('409 ScopeLocked'),
    hint: expect.stringContaining('az lock list'),
  });
  expect(await stage.inAzure()).toEqual(['dana reader rg-a ours']);
});

it('a long apply keeps to the writes that Azure allows in a second (pain 20)', async () => {
  stage = await Stage.open([], { throttle: true });
  const grants = Array.from({ length: 230 }, (_, index) =>
    grant(`g${index}`, { to: `00000333-0000-4000-8000-${String(index).padStart(12, '0')}` as Guid }),
  );
  const { result } = await stage.apply(grants);
  expect(result.entries.filter(({ outcome }) => outcome === 'done')).toHaveLength(230);
  expect((await stage.writes()).filter((write) => !write.startsWith('PUT 201'))).toEqual([]);
}, 60_000);

it('a stopped apply does not wait for a principal that Azure does not know yet', async () => {
  stage = await Stage.open();
  await stage.misbehave({
    method: 'PUT',
    action: { kind: 'status', status: 400, code: 'PrincipalNotFound' },
  });
  const abort = new AbortController();
  const result = await stage.carryOut(await stage.plan([grant('shop')]), {
    signal: abort.signal,
    writer: {
      ...stage.provider,
      create: (assignment, signal) => {
        abort.abort();
        return stage.provider.create(assignment, signal);
      },
    },
  });
  expect(result.entries).toMatchObject([{ action: 'create', outcome: 'failed' }]);
  expect(await stage.writes()).toHaveLength(1);
});

describe('tokens that Azure takes no longer, in the middle of an apply', () => {
  const grants = [grant('a'), grant('b', { to: lee }), grant('c', { role: roles.contributor })];

  it('are made anew once, and every change is made', async () => {
    stage = await Stage.open();
    const plan = await stage.plan(grants);
    await stage.misbehave({ method: 'PUT', nth: 2, count: 1, action: { kind: 'expire-tokens' } });
    const { entries } = await stage.carryOut(plan);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect((await stage.writes()).filter((write) => write.startsWith('PUT 401'))).not.toEqual([]);
  });

  it('are not made anew without end', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('a')]);
    await stage.misbehave({ method: 'PUT', action: { kind: 'expire-tokens' } });
    const { entries } = await stage.carryOut(plan);
    expect(entries).toMatchObject([{ outcome: 'failed', diagnostic: { code: 'azure_error' } }]);
    expect(await stage.writes()).toHaveLength(2);
  });
});
