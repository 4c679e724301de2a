import { findingsOf } from '../../src/cli/terraform-engine/findings';
import type { PlannedCustomer } from '../../src/cli/plan-customer';
import { asTerraformWould, planChanges, type Plan } from '../../src/plan';
import { toAttributes } from '../../src/resources';
import type { TerraformPlan } from '../../src/terraform';
import { existing, grant, situation } from '../plan/example';

const condition = "@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'logs'";
const declared = grant('web');
const conditional = existing({ condition });

/** What is said of a plan of Terraform's that does this with the one declared grant. */
function findings(actions: readonly string[], change: (plan: Plan) => Plan = (plan) => plan) {
  const plan = change(planChanges(situation({ grants: [declared], found: [conditional] })));
  const declaration = { ownership: 'owned-only', ownershipAt: {} };
  const resource = {
    address: declared.address,
    mode: 'managed',
    type: 'azurerm_role_assignment',
    change: {
      actions: [...actions],
      before: { id: conditional.id, ...toAttributes(conditional) },
      after: { ...toAttributes(declared.assignment) },
    },
  };
  const made: TerraformPlan = { resource_changes: [resource], output_changes: {}, errored: false };
  const entry = { customer: 'contoso', plan, draft: { declaration } } as unknown as PlannedCustomer;
  return findingsOf(entry, made, asTerraformWould(plan, made.resource_changes));
}

it('a change in place leaves nothing to say', () => {
  expect(findings(['update'])).toEqual([]);
});

it('what is removed before it is made anew is missing for a while, which is said', () => {
  expect(findings(['delete', 'create'])).toMatchObject([
    { code: 'terraform_gap', severity: 'warning', detail: 'azurerm_role_assignment.web' },
  ]);
});

it('what would be made anew first, under the name that it has, is refused: Azure has one of a name', () => {
  expect(findings(['create', 'delete'])).toMatchObject([
    { code: 'terraform_same_name', severity: 'error', constructPath: 'contoso/web' },
  ]);
});

it('what no channel can make is announced, as the embedded engine does, which leaves it out', () => {
  const handedOff = (plan: Plan): Plan => ({
    ...plan,
    changes: plan.changes.map((change) => ({ ...change, handOff: 'scope_locked' as const })),
  });
  expect(findings(['update'], handedOff)).toMatchObject([
    { code: 'terraform_no_channel', severity: 'warning', hint: 'tilldela handoff contoso' },
  ]);
  expect(findings(['no-op'], handedOff)).toEqual([]);
});

it('what `accept`, `ignore` or a doubt leaves in Azure is not removed because it left the configuration', () => {
  const because = 'audit 2026';
  const accepted = (plan: Plan): Plan => ({
    ...plan,
    changes: [],
    unmanaged: [
      {
        ...{ assignment: conditional, origin: 'direct', isOurs: true, standing: 'accepted' },
        ...{ because, by: 'anna', until: '2999-12-31' },
      },
    ],
  });
  expect(findings(['delete'], accepted)).toMatchObject([
    { code: 'terraform_removes_kept', severity: 'error', detail: expect.stringContaining(because) },
  ]);
  expect(findings(['no-op'], accepted)).toEqual([]);
});
