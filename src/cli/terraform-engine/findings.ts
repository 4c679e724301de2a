import { diagnostic, hasErrors, type Diagnostic } from '../../diagnostics';
import type { asTerraformWould } from '../../plan';
import { handOffsOf, handOffWords, isActionable, isAdopting, type Change, type Plan } from '../../plan';
import { isCreatedFirst, isReplacement, type ResourceChange, type TerraformPlan } from '../../terraform';
import type { PlannedCustomer } from '../plan-customer';

type View = ReturnType<typeof asTerraformWould>;

/** Why Terraform must not plan. Without a whole reading nobody knows what to import, and no guard can judge. */
export function whatForbids({ customer, diagnostics, unread, changes }: Plan): Diagnostic[] {
  const errors = diagnostics.filter((each) => hasErrors([each]));
  const foreign = changes.filter(isAdopting).map((change) =>
    diagnostic('terraform_adopt_first', {
      customer,
      address: change.address,
      constructPath: change.constructPath,
      source: change.source,
      detail: `It exists as ${'before' in change ? change.before.id : ''}.`,
      hint: `tilldela adopt ${customer}`,
    }),
  );
  return [...errors, ...unread.map((scope) => scope.diagnostic), ...foreign];
}

/** What is to be said of a plan that Terraform made. */
export function findingsOf(entry: PlannedCustomer, made: TerraformPlan, view: View): Diagnostic[] {
  return [
    ...findUnseen(entry, view),
    ...findUnjudged(entry, view),
    ...findKept(entry, view),
    ...findReplacements(entry, made),
    ...findHandOffs(entry, view),
  ];
}

function findUnseen({ customer, draft }: PlannedCustomer, { unseen }: View): Diagnostic[] {
  const { ownership, ownershipAt } = draft.declaration;
  const isFull = [ownership, ...Object.values(ownershipAt)].includes('full');
  const lines = [
    ...(isFull ? ['`ownership: full` is not enforced: Terraform sees only what its state holds.'] : []),
    ...(unseen.length > 0 ? [`These are not in its state and stay:\n${addressesOf(unseen)}`] : []),
  ];
  if (lines.length === 0) return [];
  return [
    diagnostic('terraform_blind', { customer, detail: lines.join('\n'), hint: `tilldela plan ${customer}` }),
  ];
}

function findUnjudged({ customer }: PlannedCustomer, { unjudged }: View): Diagnostic[] {
  return unjudged.length > 0
    ? [diagnostic('terraform_unjudged', { customer, detail: unjudged.join('\n') })]
    : [];
}

/** Terraform removes what left the configuration, whatever else the declaration says of it. */
function findKept({ customer, plan }: PlannedCustomer, view: View): Diagnostic[] {
  const kept = new Map(
    plan.unmanaged.flatMap((access) =>
      access.standing === 'drift' ? [] : [[access.assignment.id.toLowerCase(), access] as const],
    ),
  );
  return view.plan.changes.flatMap((change) => {
    const access = change.action === 'delete' ? kept.get(change.before.id.toLowerCase()) : undefined;
    if (!access) return [];
    const because = 'because' in access ? `${access.standing}: ${access.because}` : access.standing;
    return [
      diagnostic('terraform_removes_kept', {
        ...{ customer, address: change.address },
        detail: `Terraform would remove ${access.assignment.id}, which stays (${because}).`,
        hint: `To take it out of the state and leave it in Azure, in the folder of the stack:\n\nterraform state rm '${change.address}'`,
      }),
    ];
  });
}

/** One that keeps its name cannot be made before the former is gone; what is removed first is missing for a while. */
function findReplacements({ customer, plan }: PlannedCustomer, made: TerraformPlan): Diagnostic[] {
  const replaced = made.resource_changes.filter(isReplacement);
  const impossible = replaced.filter((each) => isCreatedFirst(each) && keepsName(each));
  const interrupted = replaced.filter((each) => !isCreatedFirst(each));
  return [
    ...impossible.map(({ address }) => {
      const { constructPath, source } = plan.changes.find((change) => change.address === address) ?? {};
      return diagnostic('terraform_same_name', {
        ...{ customer, address, constructPath, source },
        detail: 'Terraform would make it anew under the name that it has, before the former is removed.',
        hint: 'Use azurerm 5.2 or later, which changes a condition in place, or apply this change without --engine terraform.',
      });
    }),
    ...(interrupted.length > 0
      ? [diagnostic('terraform_gap', { customer, detail: addressesOf(interrupted) })]
      : []),
  ];
}

function keepsName({ change: { before, after } }: ResourceChange): boolean {
  return before?.['name'] !== undefined && before['name'] === after?.['name'];
}

function findHandOffs({ customer, plan }: PlannedCustomer, view: View): Diagnostic[] {
  const tried = view.plan.changes.filter(isActionable);
  const isTried = (change: Change) =>
    tried.some((each) => each.address === change.address || isOfSame(each, change));
  const lines = handOffsOf(plan)
    .filter(isTried)
    .map(({ action, address, handOff = 'after_hand_off' }) => {
      const { because, remedy } = handOffWords(handOff);
      return `${action} ${address}\n  ${because} ${remedy}`;
    });
  if (lines.length === 0) return [];
  const hint = `tilldela handoff ${customer}`;
  return [diagnostic('terraform_no_channel', { customer, detail: lines.join('\n'), hint })];
}

function isOfSame(left: Change, right: Change): boolean {
  return 'before' in left && 'before' in right && left.before.id === right.before.id;
}

function addressesOf(all: readonly { readonly address: string }[]): string {
  return all.map(({ address }) => address).join('\n');
}
