import { ownAccessLast } from '../../src/apply/own-access-last';
import type { Runner } from '../../src/model';
import { accessAdministrator, owner, planOf, robot } from '../checks/situation';
import { dana, existing, grant } from '../plan/example';

const own = existing({ to: robot, as: 'ServicePrincipal', role: accessAdministrator });
const others = existing({ to: dana, role: owner });
const given = { found: [own, others], grants: [grant('new')] };
const addressOf = ({ name }: typeof own) => `azurerm_role_assignment.undeclared["${name}"]`;

describe("the runner's own access", () => {
  const runner: Runner = { objectId: robot, principals: [robot], groupsKnown: true };

  it('goes last, and only after everything else has been done (invariant 5)', () => {
    const { first, last } = ownAccessLast(planOf({ ...given, runner }));
    expect(last.map(({ address }) => address)).toEqual([addressOf(own)]);
    expect(first.map(({ address }) => address)).toContain(addressOf(others));
    expect(last[0]?.dependsOn).toEqual(
      expect.arrayContaining([addressOf(others), 'azurerm_role_assignment.new']),
    );
  });

  it('takes along what depends on it, so that nothing waits for what comes later', () => {
    const narrowed = grant('own', {
      to: robot,
      as: 'ServicePrincipal',
      role: accessAdministrator,
      condition: '@x',
    });
    const { first, last } = ownAccessLast(planOf({ found: [own, others], grants: [narrowed], runner }));
    expect(last.map(({ address }) => address).sort()).toEqual(
      [addressOf(others), 'azurerm_role_assignment.own'].sort(),
    );
    expect(first).toEqual([]);
  });

  it('is nobody knows whose where the runner is not known', () => {
    const plan = planOf(given);
    expect(ownAccessLast(plan)).toEqual({ first: plan.changes, last: [] });
  });
});
