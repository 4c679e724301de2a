import { inPhases } from '../../src/apply/phases';
import { planChanges } from '../../src/plan';
import { adopted, at, existing, grant, lee, lock, roles, sandbox, situation } from '../plan/example';

const dependsOn = (...names: readonly string[]) => ({
  dependsOn: names.map((name) => `azurerm_role_assignment.${name}`),
});

test('what a grant depends on is made in an earlier phase, also where that is a replacement', () => {
  const old = existing({ role: roles.reader }, 7);
  const { changes } = planChanges(
    situation({
      grants: [
        grant('last', { to: lee }, dependsOn('middle')),
        grant('middle', { to: lee, scope: at('', sandbox) }, dependsOn('replaced')),
        grant('replaced', { role: roles.owner }),
        grant('free', { scope: at('', sandbox) }),
      ],
      found: [old, existing({ to: lee, role: roles.contributor })],
      lock: lock([adopted(old, 'replaced')]),
    }),
  );
  const phases = inPhases(changes).map((phase) =>
    phase.map(({ action, address }) => `${action} ${address.replace(/^\w+\./, '').replace(/\[.+/, '')}`),
  );
  expect(phases).toEqual([
    ['create free'],
    ['replace replaced'],
    ['create middle'],
    ['create last'],
    ['delete undeclared'],
  ]);
});
