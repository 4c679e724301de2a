import { pimAssignmentId, type ExistingPimAssignment, type Guid, type PimAssignment } from '../../src/model';
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

test('an eligible assignment that has ended is none: its removal succeeds, and it can be made again (pain 24)', async () => {
  await eligible().create({ ...reader, endsAt: inDays(10) });
  const found = (await eligible().read(id)) as ExistingPimAssignment;
  await passDays(20);
  expect(await eligible().read(id)).toBeUndefined();
  await expect(eligible().delete(found)).resolves.toBeUndefined();
  await eligible().create({ ...reader, endsAt: inDays(40) });
  expect(await eligible().read(id)).toMatchObject({ principalId: reader.principalId });
});
