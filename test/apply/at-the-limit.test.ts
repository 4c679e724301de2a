import type { Guid } from '../../src/model';
import { dana, grant, labTeam, lee, present, roles, Stage } from './stage';

let stage: Stage;
afterEach(() => stage.close());

/** A subscription that is full: so many made by hand for others, besides what a test speaks of. */
async function openFull(...own: Parameters<typeof present>[]): Promise<void> {
  const others = Array.from({ length: 4000 - own.length }, (_, index) => {
    const number = String(index).padStart(12, '0');
    const to = `99999999-0000-4000-8000-${number}` as Guid;
    return { ...present({ to }), name: `88888888-0000-4000-8000-${number}` };
  });
  stage = await Stage.open([...others, ...own.map((each) => present(...each))], { pageSize: 1000 });
}

const verbs = async () => (await stage.writes()).map((line) => line.split(' ').slice(0, 2).join(' '));
const outcomes = ({ entries }: { entries: readonly { action: string; outcome: string }[] }) =>
  entries.map(({ action, outcome }) => `${action} ${outcome}`).sort();

describe('at the four thousand assignments of a subscription', () => {
  it('what makes room is removed before the grants are made, and the next plan is empty', async () => {
    await openFull([{ to: dana }], [{ to: lee }]);
    const grants = [
      grant('team', { to: labTeam, as: 'Group' }),
      grant('extra', { to: dana, role: roles.contributor }),
    ];
    const { result } = await stage.apply(grants);
    expect(outcomes(result)).toEqual(['create done', 'create done', 'delete done', 'delete done']);
    expect(await verbs()).toEqual(['DELETE 200', 'DELETE 200', 'PUT 201', 'PUT 201']);
    expect((await stage.plan(grants)).changes.filter(({ action }) => action !== 'no-op')).toEqual([]);
  });

  it('the old of a replacement is removed before the new is made', async () => {
    await openFull([{ to: dana }, 11]);
    await stage.apply([grant('shop')]);
    const { result } = await stage.apply([grant('shop', { role: roles.contributor })]);
    expect(outcomes(result)).toEqual(['replace done']);
    expect(await verbs()).toEqual(['DELETE 200', 'PUT 201']);
  });
});
