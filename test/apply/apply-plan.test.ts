import { readFileSync } from 'node:fs';
import { openJournal, type Journal, type ResourceWriter } from '../../src/apply';
import { DiagnosticError, diagnostic } from '../../src/diagnostics';
import type { Guid, Scope } from '../../src/model';
import { isActionable, isAdopting } from '../../src/plan';
import { at, condition, dana, grant, group, labTeam, lee, present, roles, Stage } from './stage';

let stage: Stage;
afterEach(() => stage.close());

/** Another writer before the real one; what it does not say itself is done by Azure. */
function writerWith(part: Partial<ResourceWriter>): ResourceWriter {
  return { ...stage.provider, ...part };
}

describe('applying a plan', () => {
  it('makes, changes, removes and adopts as planned, and the next plan is empty', async () => {
    stage = await Stage.open([
      present({ to: lee, role: roles.blobReader, condition: condition('a') }),
      present({ to: labTeam, as: 'Group' }),
      present({ to: dana, scope: group('rg-b') }, 11),
      present({ to: lee, role: roles.contributor }, 12),
    ]);
    const grants = [
      grant('new', { scope: group('rg-a'), role: roles.contributor }),
      grant('changed', { to: lee, role: roles.blobReader, condition: condition('b') }),
      grant('taken-over', { to: dana, scope: group('rg-b') }),
    ];
    const { result } = await stage.apply(grants);
    expect(
      result.entries.map(
        ({ address, action, outcome }) => `${action} ${address.split('.')[1]?.slice(0, 10)} ${outcome}`,
      ),
    ).toEqual(['update changed done', 'create new done', 'adopt taken-over done', 'delete undeclared done']);
    expect(await stage.inAzure()).toEqual([
      'dana contributor rg-a ours',
      'dana reader rg-b 11',
      "lee blobReader subscription ours if 'b'",
      'lee contributor subscription 12', // nobody declared it and it is not ours
    ]);
    const next = await stage.plan(grants);
    expect(
      next.changes.filter((change) => isActionable(change) || ('adopting' in change && change.adopting)),
    ).toEqual([]);
  });

  it('removes a condition in place', async () => {
    stage = await Stage.open([present({ role: roles.blobReader, condition: condition('a') })]);
    const { plan } = await stage.apply([grant('shop', { role: roles.blobReader })]);
    expect(plan.changes).toMatchObject([{ action: 'update' }]);
    expect(await stage.inAzure()).toEqual(['dana blobReader subscription ours']);
  });

  it('replaces an adopted assignment by a new one under our name, and the lock forgets it', async () => {
    stage = await Stage.open([present({}, 11)]);
    await stage.apply([grant('shop')]);
    expect(stage.readLock().adopted).toMatchObject([{ constructPath: 'contoso/shop' }]);
    const { result } = await stage.apply([grant('shop', { role: roles.contributor })]);
    expect(result.entries).toMatchObject([{ action: 'replace', outcome: 'done' }]);
    expect(await stage.inAzure()).toEqual(['dana contributor subscription ours']);
    expect(stage.readLock().adopted).toEqual([]);
  });

  it('makes the new assignment of a replacement before it removes the old one', async () => {
    stage = await Stage.open([present({}, 11)]);
    await stage.apply([grant('shop')]);
    const plan = await stage.plan([grant('shop', { role: roles.contributor })]);
    const seen: string[][] = [];
    await stage.carryOut(plan, {
      writer: writerWith({
        delete: async (gone) => {
          seen.push(await stage.inAzure());
          await stage.provider.delete(gone);
        },
      }),
    });
    expect(seen).toEqual([['dana contributor subscription ours', 'dana reader subscription 11']]);
  });

  it('removes an adopted assignment that is no longer declared, and the lock forgets it', async () => {
    stage = await Stage.open([present({}, 11)]);
    await stage.apply([grant('shop')]);
    await stage.apply([]);
    expect(await stage.inAzure()).toEqual([]);
    expect(stage.readLock()).toMatchObject({ adopted: [], scopes: [{ alias: 'production' }] });
  });

  it('adopts what Azure writes in other letters, sends nothing for it, and the next plan is empty (pains 11, 12, 13)', async () => {
    const storage = `${group('rg-b')}/providers/Microsoft.Storage/storageAccounts/st1`;
    const scopes = [at(), group('rg-a'), storage as Scope];
    const grants = scopes.map((scope, index) => grant(`shop-${index}`, { scope }));
    const found = scopes.map((scope, index) => ({
      ...present({ scope }, 11 + index),
      scope: scope.toUpperCase(),
    }));
    stage = await Stage.open(found);
    const { result } = await stage.apply(grants);
    expect(result.entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      scopes.map(() => 'adopt done'),
    );
    expect(await stage.writes()).toEqual([]);
    expect(stage.readLock().adopted).toHaveLength(scopes.length);
    const { changes } = await stage.plan(grants);
    expect(changes).toHaveLength(scopes.length);
    expect(changes.filter((change) => isActionable(change) || isAdopting(change))).toEqual([]);
  });

  it('removes what nobody declared under full ownership, also what is left of a deleted principal (pains 15, 28)', async () => {
    const gone = '00000300-0000-4000-8000-000000000077' as Guid;
    stage = await Stage.open([present({ to: lee }, 11), present({ to: gone }, 12)]);
    const { plan } = await stage.apply([grant('shop')], { ownership: 'full' });
    expect(plan.changes.map(({ action }) => action).sort()).toEqual(['create', 'delete', 'delete']);
    expect(await stage.inAzure()).toEqual(['dana reader subscription ours']);
  });

  it('records in the lock what it adopts before the first change', async () => {
    stage = await Stage.open([present({}, 11)]);
    const plan = await stage.plan([grant('shop'), grant('new', { to: lee })]);
    const seen: unknown[] = [];
    await stage.carryOut(plan, {
      writer: writerWith({
        create: (assignment) => {
          seen.push(JSON.parse(readFileSync(stage.lockFile, 'utf8')).adopted);
          return stage.provider.create(assignment);
        },
      }),
    });
    expect(seen).toEqual([[expect.objectContaining({ constructPath: 'contoso/shop' })]]);
  });
});

describe('a change that fails', () => {
  const refusedPut = {
    method: 'PUT',
    action: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
  };

  it('keeps the removals that depend on it from running, and the others go on (invariant 4)', async () => {
    stage = await Stage.open([present({ scope: group('rg-a') }), present({ to: lee, scope: group('rg-b') })]);
    await stage.misbehave({ ...refusedPut, path: '/**/resourceGroups/rg-a/**' });
    const { result } = await stage.apply([
      grant('wrong', { role: roles.contributor, scope: group('rg-a') }),
      grant('good', { to: lee, role: roles.contributor, scope: group('rg-b') }),
    ]);
    const outcomes = Object.fromEntries(
      result.entries.map(({ action, outcome, address, diagnostic }) => [
        `${action} ${address.includes('undeclared') ? (outcome === 'done' ? 'lee' : 'dana') : address.split('.')[1]}`,
        [outcome, diagnostic?.code].filter(Boolean).join(': '),
      ]),
    );
    expect(outcomes).toEqual({
      'create wrong': 'failed: azure_error',
      'create good': 'done',
      'delete dana': 'skipped: change_skipped',
      'delete lee': 'done',
    });
    expect(await stage.inAzure()).toEqual(['dana reader rg-a ours', 'lee contributor rg-b ours']);
  });

  it('says at which grant it failed and what Azure answered', async () => {
    stage = await Stage.open();
    const declared = {
      ...grant('wrong', { as: 'Group' }),
      source: { file: 'stacks/customers/contoso.ts', line: 9 },
    };
    const { result } = await stage.apply([declared]);
    expect(result.entries[0]?.diagnostic).toMatchObject({
      code: 'azure_error',
      address: 'azurerm_role_assignment.wrong',
      constructPath: 'contoso/wrong',
      source: { line: 9 },
      detail: expect.stringContaining('UnmatchedPrincipalType'),
    });
    expect(result.removedIds).toEqual([]);
  });

  it('leaves the old assignment of a replacement where it is', async () => {
    stage = await Stage.open([present({}, 11)]);
    await stage.apply([grant('shop')]);
    await stage.misbehave(refusedPut);
    const { result } = await stage.apply([grant('shop', { role: roles.contributor })]);
    expect(result.entries).toMatchObject([{ action: 'replace', outcome: 'failed' }]);
    expect(await stage.inAzure()).toEqual(['dana reader subscription 11']);
    expect(stage.readLock().adopted).toHaveLength(1);
  });

  it('is one that Azure accepted and does not show, too (invariant 4)', async () => {
    stage = await Stage.open([present({ scope: group('rg-a') })]);
    const plan = await stage.plan([grant('shop', { role: roles.contributor })]);
    const result = await stage.carryOut(plan, {
      writer: writerWith({ read: () => Promise.resolve(undefined) }),
    });
    expect(
      result.entries.map(({ action, outcome, diagnostic }) => [action, outcome, diagnostic?.code]),
    ).toEqual([
      ['create', 'failed', 'change_failed'],
      ['delete', 'skipped', 'change_skipped'],
    ]);
    expect(await stage.inAzure()).toContain('dana reader rg-a ours');
  });

  it('is a removal that Azure accepted and still shows', async () => {
    stage = await Stage.open([present({})]);
    const plan = await stage.plan([]);
    const result = await stage.carryOut(plan, { writer: writerWith({ delete: () => Promise.resolve() }) });
    expect(result).toMatchObject({
      entries: [{ outcome: 'failed', diagnostic: { code: 'change_failed' } }],
      removedIds: [],
    });
  });

  it('is none while Azure only lags behind: reading back is tried again', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('shop')]);
    let reads = 0;
    const read: ResourceWriter['read'] = (id) =>
      ++reads < 3 ? Promise.resolve(undefined) : stage.provider.read(id);
    const result = await stage.carryOut(plan, { writer: writerWith({ read }) });
    expect(result.entries).toMatchObject([{ outcome: 'done' }]);
    expect(reads).toBe(3);
  });

  it('is an update that Azure shows with another condition', async () => {
    stage = await Stage.open([present({ role: roles.blobReader, condition: condition('a') })]);
    const plan = await stage.plan([grant('shop', { role: roles.blobReader, condition: condition('b') })]);
    const update: ResourceWriter['update'] = (before) => Promise.resolve(before);
    const result = await stage.carryOut(plan, { writer: writerWith({ update }) });
    expect(result.entries).toMatchObject([{ outcome: 'failed', diagnostic: { code: 'change_failed' } }]);
  });
});

describe('the order of changes', () => {
  it('is grants, then replacements, then removals, each journalled before and after', async () => {
    stage = await Stage.open([present({ to: labTeam, as: 'Group' }), present({}, 11)]);
    await stage.apply([grant('shop'), grant('team', { to: labTeam, as: 'Group' })]);
    await stage.apply([grant('shop', { role: roles.contributor }), grant('new', { to: lee })]);
    const ofSecondRun = stage.journal().filter(({ run }) => run === 'run-2');
    expect(ofSecondRun.map(({ event, action }) => [event, action].filter(Boolean).join(' '))).toEqual([
      'started',
      'begin create',
      'done create',
      'begin replace',
      'done replace',
      'begin delete',
      'done delete',
      'finished',
    ]);
    expect(ofSecondRun[1]).toEqual({
      at: '2026-06-01T12:00:00.000Z',
      run: 'run-2',
      event: 'begin',
      address: 'azurerm_role_assignment.new',
      action: 'create',
      assignmentId: expect.stringContaining('/providers/Microsoft.Authorization/roleAssignments/'),
      after: grant('new', { to: lee }).assignment,
    });
  });

  it('leaves in the journal what a removal took away, so that it can be put back by hand', async () => {
    stage = await Stage.open([
      present({ role: roles.blobReader, condition: condition('a') }),
      present({}, 11),
    ]);
    await stage.apply([grant('shop'), grant('gone', { role: roles.blobReader, condition: condition('a') })]);
    await stage.apply([grant('shop', { role: roles.contributor })]);
    const begun = stage.journal().filter(({ event, run }) => event === 'begin' && run === 'run-2');
    const old = grant('shop').assignment;
    expect(begun).toMatchObject([
      {
        action: 'replace',
        removedId: expect.stringMatching(/11$/),
        before: { role: old.role, principalId: dana, scope: at() },
        after: { role: roles.contributor },
      },
      { action: 'delete', before: { role: roles.blobReader, condition: condition('a') } },
    ]);
  });

  it('has a line on the disk for each change before Azure hears of it', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('shop'), grant('other', { to: lee })]);
    const journalled: boolean[] = [];
    await stage.carryOut(plan, {
      writer: writerWith({
        create: (assignment) => {
          journalled.push(
            stage
              .journal()
              .some(
                ({ event, assignmentId }) => event === 'begin' && assignmentId?.endsWith(assignment.name),
              ),
          );
          return stage.provider.create(assignment);
        },
      }),
    });
    expect(journalled).toEqual([true, true]);
  });
});

describe('a change that was made, and of which Azure says that the server failed', () => {
  const failing = (method: string) => [
    { method, path: '/**/roleAssignments/*', nth: 1, action: { kind: 'reset', when: 'after' } },
    { method, path: '/**/roleAssignments/*', nth: 2, count: 50, action: { kind: 'status', status: 503 } },
  ];

  it.each([
    { method: 'PUT', grants: [grant('shop')], found: [] },
    { method: 'DELETE', grants: [], found: [present({})] },
  ])('by a $method is unknown, and the next plan finds it made', async ({ method, grants, found }) => {
    stage = await Stage.open(found);
    const plan = await stage.plan(grants);
    await stage.misbehave(...failing(method));
    const result = await stage.carryOut(plan);
    expect(result.entries).toMatchObject([{ outcome: 'unknown', diagnostic: { code: 'azure_error' } }]);
    expect(stage.journal().map(({ event }) => event)).toEqual(['started', 'begin', 'unknown', 'finished']);
    expect((await stage.plan(grants)).changes.filter(isActionable)).toEqual([]);
  });

  it('keeps what depends on it from being begun', async () => {
    stage = await Stage.open([present({ to: lee })]);
    const plan = await stage.plan([grant('shop')]);
    await stage.misbehave(...failing('PUT'));
    const { entries } = await stage.carryOut(plan);
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'create unknown',
      'delete skipped',
    ]);
    await stage.misbehave();
    expect((await stage.apply([grant('shop')])).result.entries).toMatchObject([
      { action: 'delete', outcome: 'done' },
    ]);
  });
});

describe('a journal that cannot be written', () => {
  const full = new DiagnosticError([diagnostic('state_not_written', { detail: 'ENOSPC' })]);

  /** The stage's journal, on a disk that is full from this line on. */
  const fullFrom = (line: number) => {
    const journal = openJournal(stage.journalFile, 'run-1', () => new Date(stage.time.now()));
    let lines = 0;
    const write: Journal['write'] = (entry) => {
      if (++lines >= line) throw full;
      journal.write(entry);
    };
    return { ...journal, write };
  };

  it('lets no change begin that it does not name, and what was done is told', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('a'), grant('b', { to: lee })]);
    const journal = fullFrom(4); // the first change has its two lines
    const result = await stage.carryOut(plan, { journal, concurrency: 1 });
    journal.close();
    expect(result.entries.map(({ outcome }) => outcome)).toEqual(['done', 'skipped']);
    expect(result.diagnostics).toEqual(full.diagnostics);
    expect(await stage.inAzure()).toEqual(['dana reader subscription ours']);
  });

  it('does not turn a change that was made into one that was not', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('a'), grant('b', { to: lee })]);
    const journal = fullFrom(3); // full when the first change is made
    const result = await stage.carryOut(plan, { journal, concurrency: 1 });
    journal.close();
    expect(result.entries.map(({ outcome }) => outcome)).toEqual(['done', 'skipped']);
    expect(result.diagnostics).toEqual(full.diagnostics);
  });
});

describe('an apply that is stopped', () => {
  it('begins nothing more once aborted, finishes what is in hand, and says what it left', async () => {
    stage = await Stage.open([present({ to: lee, scope: group('rg-a') })]);
    const abort = new AbortController();
    const plan = await stage.plan([grant('shop')]);
    const result = await stage.carryOut(plan, {
      signal: abort.signal,
      writer: writerWith({
        create: (assignment) => {
          abort.abort();
          return stage.provider.create(assignment);
        },
      }),
    });
    expect(result.entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'create done',
      'delete skipped',
    ]);
    expect(await stage.inAzure()).toEqual(['dana reader subscription ours', 'lee reader rg-a ours']);
  });

  it('by a defect begins nothing more, waits for what is in hand, and leaves the journal open at the change', async () => {
    const people = [dana, lee];
    stage = await Stage.open();
    const grants = people.flatMap((to) =>
      [roles.reader, roles.contributor, roles.blobReader].map((role, index) =>
        grant(`g-${index}-${to.slice(-1)}`, { to, role }),
      ),
    );
    const plan = await stage.plan(grants);
    let begun = 0;
    const writer = writerWith({
      create: async (assignment) => {
        if (++begun === 2) throw new TypeError('a defect');
        return stage.provider.create(assignment);
      },
    });
    await expect(stage.carryOut(plan, { writer })).rejects.toThrow('a defect');
    const atOnce = 4;
    expect(begun).toBeLessThanOrEqual(atOnce);
    const events = stage.journal().map(({ event }) => event);
    expect(events).not.toContain('finished');
    expect(events.filter((event) => event === 'begin')).toHaveLength(begun);
    expect(events.filter((event) => event === 'done')).toHaveLength(begun - 1); // none was left to go on alone
    const before = await stage.inAzure();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await stage.inAzure()).toEqual(before);
  });

  it('by a diagnostic goes on with the others', async () => {
    stage = await Stage.open();
    const plan = await stage.plan([grant('a'), grant('b', { to: lee })]);
    const refusal = new DiagnosticError([diagnostic('azure_unreachable', { detail: 'gone' })]);
    let first = true;
    const create: ResourceWriter['create'] = (assignment) => {
      if (!first) return stage.provider.create(assignment);
      first = false;
      return Promise.reject(refusal);
    };
    const result = await stage.carryOut(plan, { writer: writerWith({ create }) });
    expect(result.entries.map(({ outcome }) => outcome).sort()).toEqual(['done', 'unknown']);
    expect(
      stage
        .journal()
        .map(({ event }) => event)
        .sort(),
    ).toEqual(['begin', 'begin', 'done', 'finished', 'started', 'unknown']);
  });
});
