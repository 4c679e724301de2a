import {
  assignmentName,
  keyOf,
  naturalKey,
  pimAssignmentId,
  type ExistingPimAssignment,
  type Guid,
  type PimAssignment,
} from '../../src/model';
import { clientOf } from '../emulator/emulator-client';
import { example, openStage, refusal, scopeOf, type Stage } from './example';

let stage: Stage;
beforeEach(async () => (stage = await openStage()));
afterEach(() => stage.close());

const day = 86_400;
const inDays = (days: number) => new Date(Date.now() + days * day * 1_000).toISOString();

const reader: PimAssignment = {
  tenantId: example('tenant', 'contoso'),
  scope: scopeOf(example('subscription', 'contoso')),
  role: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' as Guid,
  principalId: example('user', 'contoso', 1),
  principalType: 'User',
  justification: 'on call',
};
const id = pimAssignmentId(reader);

/** A new one each time: tokens from before the clock was put forward have expired. */
const eligible = () => stage.providerFor('contoso').pimAssignments.eligible;

async function passDays(days: number): Promise<void> {
  const headers = { 'x-emulator-key': stage.emulator.controlKey };
  const body = JSON.stringify({ advanceSeconds: days * day });
  const { status } = await clientOf(stage.emulator).call('/_emulator/clock', {
    method: 'POST',
    headers,
    body,
  });
  expect(status).toBe(200);
}

test('an eligible assignment is found when Azure has forgotten the request that made it (pain 23)', async () => {
  await eligible().create({ ...reader, endsAt: inDays(300) });
  await passDays(200);
  stage.intercept = ({ method, url }) =>
    method === 'GET' && url.includes('ScheduleRequests')
      ? refusal(404, 'RoleAssignmentRequestNotFound')
      : undefined;
  expect(await eligible().read(id)).toMatchObject({ role: reader.role, principalId: reader.principalId });
});

/** Lines of the emulator's fault script. */
async function misbehave(...faults: readonly object[]): Promise<void> {
  const headers = { 'x-emulator-key': stage.emulator.controlKey };
  const body = faults.map((fault) => JSON.stringify(fault)).join('\n');
  const call = { method: 'POST', headers, body };
  expect((await clientOf(stage.emulator).call('/_emulator/faults', call)).status).toBe(200);
}

test('a request that reached Azure before the connection broke is not refused when it is sent again', async () => {
  const requests = '/**/roleEligibilityScheduleRequests/*';
  const breaking = { method: 'PUT', path: requests, nth: 1, action: { kind: 'reset', when: 'after' } };
  const [end, laterEnd] = [inDays(10), inDays(20)];

  await misbehave(breaking);
  await eligible().create({ ...reader, endsAt: end });
  const made = (await eligible().read(id)) as ExistingPimAssignment;
  expect(made.endsAt).toContain(end.slice(0, 19));

  await misbehave(breaking);
  await eligible().update(made, { ...reader, endsAt: laterEnd });
  expect(await eligible().read(id)).toMatchObject({ endsAt: expect.stringContaining(laterEnd.slice(0, 19)) });

  await misbehave(breaking);
  await eligible().delete(made);
  expect(await eligible().read(id)).toBeUndefined();
});

test('an assignment that stands as declared need not be made; one that stands otherwise is told', async () => {
  const endsAt = inDays(10);
  await eligible().create({ ...reader, endsAt });
  await expect(eligible().create({ ...reader, endsAt })).resolves.toBeUndefined();
  await expect(eligible().create({ ...reader, endsAt: inDays(20) })).rejects.toMatchObject({
    diagnostics: [expect.objectContaining({ detail: expect.stringContaining('RoleAssignmentExists') })],
  });
});

test('an eligible assignment that has ended is none: its removal succeeds, and it can be made again (pain 24)', async () => {
  await eligible().create({ ...reader, endsAt: inDays(10) });
  const found = (await eligible().read(id)) as ExistingPimAssignment;
  await passDays(20);
  expect(await eligible().read(id)).toBeUndefined();
  await expect(eligible().delete(found)).resolves.toBeUndefined();
  await eligible().create({ ...reader, endsAt: inDays(40) });
  expect(await eligible().read(id)).toMatchObject({ principalId: reader.principalId });
});

test('an active assignment is a role assignment that is known to end by itself, until it is taken back', async () => {
  const provider = () => stage.providerFor('contoso');
  const active = () => provider().pimAssignments.active;
  const reading = async () => {
    const { actual } = await provider().refresh([example('subscription', 'contoso')]);
    const [subscription] = actual.subscriptions;
    if (subscription?.status !== 'read') throw new Error('unread');
    const isShown = subscription.assignments.some((each) => keyOf(each) === naturalKey(reader));
    return { isShown, scheduled: subscription.scheduled, activations: subscription.activations };
  };
  await active().create({ ...reader, endsAt: inDays(10) });
  const found = (await active().read(id)) as ExistingPimAssignment;
  expect(found).toMatchObject({ id, principalType: 'User' });
  expect(await eligible().read(id)).toBeUndefined();
  expect(await reading()).toEqual({ isShown: true, scheduled: [naturalKey(reader)], activations: [] });

  const ends = inDays(20);
  await active().update(found, { ...reader, endsAt: ends });
  expect(await active().read(id)).toMatchObject({ endsAt: expect.stringContaining(ends.slice(0, 19)) });

  await passDays(1);
  await active().delete(found);
  expect(await active().read(id)).toBeUndefined();
  expect(await reading()).toMatchObject({ isShown: false, scheduled: [] });
});

test('a role assignment made by hand stands among the active ones without an end, and can be given one', async () => {
  const provider = stage.providerFor('contoso');
  const made = await provider.create({
    ...reader,
    name: assignmentName(reader.tenantId, naturalKey(reader)),
  });
  const found = await provider.pimAssignments.active.read(id);
  expect(found).toMatchObject({ id });
  expect(found).not.toHaveProperty('endsAt');
  await provider.pimAssignments.active.update(found as ExistingPimAssignment, {
    ...reader,
    endsAt: inDays(9),
  });
  expect(await provider.pimAssignments.active.read(id)).toHaveProperty('endsAt');
  expect(await provider.read(made.id)).toMatchObject({ name: made.name });
});
