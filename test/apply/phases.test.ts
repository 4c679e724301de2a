import { inPhases } from '../../src/apply/phases';
import { planChanges } from '../../src/plan';
import { adopted, at, existing, grant, lee, lock, roles, sandbox, situation } from '../plan/example';

const dependsOn = (...names: readonly string[]) => ({
  dependsOn: names.map((name) => `azurerm_role_assignment.${name}`),
});

/** Each phase with its changes in a few words. */
const inWords = (phases: ReturnType<typeof inPhases>): string[][] =>
  phases.map((phase) =>
    phase.map(({ action, address }) => `${action} ${address.replace(/^\w+\./, '').replace(/\[.+/, '')}`),
  );

test('a grant is made before a removal that has nothing to do with it', () => {
  const grants = [grant('new', { scope: at('', sandbox) })];
  const { changes } = planChanges(situation({ grants, found: [existing({ to: lee })] }));
  expect(changes.map(({ dependsOn }) => dependsOn)).toEqual([[], []]);
  expect(inWords(inPhases(changes))).toEqual([['create new'], ['delete undeclared']]);
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
  expect(inWords(inPhases(changes))).toEqual([
    ['create free'],
    ['replace replaced'],
    ['create middle'],
    ['create last'],
    ['delete undeclared'],
  ]);
});
