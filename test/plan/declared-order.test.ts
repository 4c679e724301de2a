import { planChanges, type Plan } from '../../src/plan';
import {
  adopted,
  at,
  ended,
  existing,
  grant,
  lee,
  lock,
  production,
  roles,
  sandbox,
  situation,
  type Situation,
} from './example';

const plan = (given: Situation): Plan => planChanges(situation(given));
const address = (name: string) => `azurerm_role_assignment.${name}`;
const waitsFor = ({ changes }: Plan, name: string) =>
  changes.find((change) => change.address === address(name))?.dependsOn;
const dependsOn = (...names: readonly string[]) => ({ dependsOn: names.map(address) });

describe('a grant that depends on others', () => {
  const first = grant('first');
  const second = grant('second', { to: lee, scope: at('', sandbox) }, dependsOn('first'));

  it('waits until they are made', () => {
    expect(waitsFor(plan({ grants: [second, first] }), 'second')).toEqual([address('first')]);
  });

  it('waits for none that is in place', () => {
    expect(waitsFor(plan({ grants: [second, first], found: [existing({})] }), 'second')).toEqual([]);
  });

  it('waits for what those depend on that are in place', () => {
    const third = grant('third', { role: roles.owner }, dependsOn('second'));
    const found = [existing({ to: lee, scope: at('', sandbox) })];
    expect(waitsFor(plan({ grants: [first, second, third], found }), 'third')).toEqual([address('first')]);
  });

  it('waits in vain for one whose scope could not be read', () => {
    const planned = plan({ grants: [first, second], unread: [production] });
    expect(planned.changes.map(({ address }) => address)).toEqual([address('second')]);
    expect(waitsFor(planned, 'second')).toEqual([address('first')]);
  });

  it('does not wait for one that has ended', () => {
    const planned = plan({ grants: [ended('first'), second], found: [existing({})] });
    expect(waitsFor(planned, 'second')).toEqual([]);
  });

  it('waits for what one depends on that has ended for somebody who is not found any more', () => {
    const endedForNobody = [{ ...ended('between'), ...dependsOn('first'), nobody: 'No such user.' }];
    const late = grant('late', { to: lee, scope: at('', sandbox) }, dependsOn('between'));
    expect(waitsFor(plan({ grants: [first, late], desired: { endedForNobody } }), 'late')).toEqual([
      address('first'),
    ]);
  });

  it('goes before them when all have ended', () => {
    const late = { ...ended('second', { to: lee, scope: at('', sandbox) }), ...dependsOn('first') };
    const found = [existing({}), existing({ to: lee, scope: at('', sandbox) })];
    const planned = plan({ grants: [ended('first'), late], found });
    expect(waitsFor(planned, 'first')).toEqual([address('second')]);
    expect(waitsFor(planned, 'second')).toEqual([]);
  });

  it('is not waited for by a replacement that it waits for', () => {
    const old = existing({ role: roles.reader }, 7);
    const replaced = grant('first', { role: roles.contributor });
    const next = grant('second', { role: roles.owner }, dependsOn('first'));
    const planned = plan({ grants: [replaced, next], found: [old], lock: lock([adopted(old, 'first')]) });
    expect(planned.changes.map(({ action }) => action)).toEqual(['replace', 'create']);
    expect(waitsFor(planned, 'first')).toEqual([]);
    expect(waitsFor(planned, 'second')).toEqual([address('first')]);
  });
});

describe('a grant whose removal is prevented', () => {
  const kept = (access: Parameters<typeof grant>[1] = {}) =>
    grant('kept', access, { preventDestroy: true, source: { file: 'contoso.ts', line: 7 } });
  const codes = ({ diagnostics }: Plan) => diagnostics.map(({ code }) => code);

  it.each([
    ['role', { role: roles.contributor }],
    ['principal', { to: lee }],
  ])('is an error when another %s would replace it, at its line', (_, access) => {
    expect(plan({ grants: [kept(access)], found: [existing({})] }).diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'removal_prevented',
        address: address('kept'),
        constructPath: 'contoso/kept',
        source: { file: 'contoso.ts', line: 7 },
        detail: expect.stringContaining(existing({}).id),
      },
    ]);
  });

  it('is an error when what it adopted would be replaced', () => {
    const old = existing({ role: roles.owner, to: lee }, 7);
    const planned = plan({ grants: [kept()], found: [old], lock: lock([adopted(old, 'kept')]) });
    expect(codes(planned)).toEqual(['removal_prevented']);
  });

  it('is none while it is in place, new, or its condition changes', () => {
    expect(codes(plan({ grants: [kept()], found: [existing({})] }))).toEqual([]);
    expect(codes(plan({ grants: [kept()] }))).toEqual([]);
    expect(codes(plan({ grants: [kept({ condition: 'x' })], found: [existing({})] }))).toEqual([]);
  });

  it('is none when something goes that has nothing to do with it', () => {
    const elsewhere = existing({ scope: at('', sandbox) });
    const another = existing({ role: roles.owner, to: lee });
    expect(codes(plan({ grants: [kept()], found: [elsewhere, another] }))).toEqual([]);
  });
});

test('a condition that Azure has stays where the grant ignores it', () => {
  const ignoring = grant('it', { condition: 'declared' }, { ignoresCondition: true });
  const { changes } = plan({ grants: [ignoring], found: [existing({ condition: 'other' })] });
  expect(changes.map(({ action }) => action)).toEqual(['no-op']);
  expect(plan({ grants: [ignoring] }).changes).toMatchObject([
    { action: 'create', after: { condition: 'declared' } },
  ]);
});
