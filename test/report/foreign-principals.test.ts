import { checkPlans, defaultBudgets } from '../../src/checks';
import type { Delegation, PrincipalType } from '../../src/model';
import {
  handOffPack,
  renderAccess,
  renderApply,
  renderDiagnostics,
  renderDrift,
  renderPlan,
  renderRemains,
} from '../../src/report';
import {
  assignment,
  context,
  create,
  existing,
  guid,
  keep,
  names,
  people,
  plan,
  production,
  remove,
  roles,
  unmanaged,
} from './report-fixtures';

const wide = { ...context, width: 400 };
const foreign = { principalType: 'ForeignGroup' as PrincipalType };
const impostor = guid('e1');
const engineers = guid('e2');

/** Three groups that anybody may take for another: ours, one of another partner, and one that a customer called alike. */
const delegation: Delegation = {
  id: `${production}/providers/Microsoft.ManagedServices/registrationAssignments/${guid('f1')}`,
  scope: production,
  offer: 'Operations',
  managingTenant: guid('f2'),
  authorizations: [
    { principalId: engineers, displayName: 'AdminAgents', role: roles.reader as never, isEligible: false },
  ],
};
const adopted = existing('a1', roles.owner, people.agents, production, foreign);
const found = existing('b1', roles.contributor, impostor, production, foreign);
const given = assignment('a2', roles.reader, people.agents, production, foreign);
const gone = existing('a3', roles.contributor, people.agents, production, foreign);
const mixed = plan({
  changes: [
    keep('contoso/production/partner', adopted, true),
    { ...create('contoso/production/agents', given), handOff: 'lighthouse_owner' },
    { ...remove(gone), handOff: 'lighthouse_owner' },
  ],
  unmanaged: [unmanaged(found, 'other-foreign-principal')],
  delegations: [delegation],
  names: { ...names, [people.agents]: 'AdminAgents', [impostor]: 'AdminAgents' },
});
const ids = [people.agents, impostor, engineers];

test.each<[string, () => string]>([
  ['plan', () => renderPlan(mixed, wide)],
  ['drift', () => renderDrift(mixed, wide)],
  [
    'access',
    () =>
      renderAccess(
        {
          title: 'Access in contoso',
          principals: new Map(
            [people.agents, impostor].map((id) => [
              id,
              { id, type: 'ForeignGroup', displayName: 'AdminAgents' },
            ]),
          ),
          roleNames: new Map(),
          managementGroups: [],
          subscriptions: [
            {
              reading: {
                status: 'read',
                subscriptionId: guid('5a'),
                assignments: [adopted, found],
                delegations: [delegation],
              },
            },
          ],
        },
        wide,
      ),
  ],
  [
    'the page of a hand-off',
    () => handOffPack(mixed, { partnerTenant: guid('77'), adminAgents: people.agents }, wide)?.page ?? '',
  ],
  [
    'what remains after an offboarding',
    () =>
      renderRemains(
        {
          plan: plan({ unmanaged: [unmanaged(adopted, 'own-foreign-principal')] }),
          isDone: true,
          kept: [],
          adminAgents: people.agents,
          relationship: '',
          files: [],
        },
        wide,
      ),
  ],
  [
    'what the guards say',
    () => {
      const left = plan({
        changes: [remove(adopted)],
        names: mixed.names,
        facts: { ...mixed.facts, partnerGroups: [people.agents] },
      });
      const [checked] = checkPlans([left], { budgets: defaultBudgets, allow: [] });
      return renderDiagnostics([...(checked?.refusals ?? []), ...(checked?.warnings ?? [])], wide);
    },
  ],
])('%s names no group of another tenant without its object id', (_report, render) => {
  const [, ...afterName] = render().split('AdminAgents');
  expect(afterName.length).toBeGreaterThan(0);
  for (const text of afterName) expect(text).toMatch(new RegExp(ids.join('|')));
});

test('what an apply says goes by address and id: it names nobody', () => {
  const entries = [
    { address: 'azurerm_role_assignment.production_agents', action: 'create', outcome: 'done' } as const,
  ];
  expect(renderApply({ customer: 'contoso', entries }, wide)).not.toContain('AdminAgents');
});
