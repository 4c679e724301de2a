import { byText, sortKeys } from '../../model';
import { isActionable, isAssignmentChange, type Change } from '../change';
import type { Plan } from '../plan';
import { hasErrors } from '../../diagnostics';
import { resourceType } from './resource-types';
import { planFileFormat } from './schema';

/** Version of the JSON form of `terraform show -json` that the file follows. */
const terraformFormat = '1.2';

/**
 * Plans as the text of a plan file: Terraform's plan JSON, each customer a module, with what only we know under the
 * key `tilldela`. Equal plans give equal text.
 */
export function encodePlanFile(plans: readonly Plan[], version: string): string {
  return `${JSON.stringify(planFileContent(plans, version), null, 2)}\n`;
}

/** The content as a JSON value. */
function planFileContent(plans: readonly Plan[], version: string): object {
  const sorted = plans.toSorted(byText(({ customer }) => customer));
  const errored = sorted.some(({ diagnostics, unread }) => hasErrors(diagnostics) || unread.length > 0);
  return {
    format_version: terraformFormat,
    planned_values: {
      root_module: {
        child_modules: sorted.map((plan) => ({
          address: `module.${plan.customer}`,
          resources: plan.changes.flatMap((change) => plannedValue(plan, change)),
        })),
      },
    },
    resource_changes: sorted.flatMap((plan) => plan.changes.map((change) => resourceChange(plan, change))),
    timestamp: sorted[0]?.asOf ?? null,
    applyable: !errored && sorted.some(({ changes }) => changes.some(isActionable)),
    complete: !errored,
    errored,
    tilldela: { formatVersion: planFileFormat, version, customers: sorted.map(customerPart) },
  };
}

/** The address of a change in a file of several customers. */
export function addressInFile(customer: string, address: string): string {
  return `module.${customer}.${address}`;
}

function resourceChange(plan: Plan, change: Change): object {
  const before = 'before' in change ? existingValues(change) : null;
  const after = 'after' in change ? declaredValues(change) : change.action === 'no-op' ? before : null;
  const importing = 'adopting' in change && change.adopting && { importing: { id: change.before.id } };
  return {
    ...resourceIdentity(plan, change),
    change: {
      actions: terraformActions(change),
      before,
      after: 'after' in change && change.action === 'update' ? { ...after, id: change.before.id } : after,
      after_unknown: change.action === 'create' || change.action === 'replace' ? { id: true } : {},
      before_sensitive: before ? {} : false,
      after_sensitive: after ? {} : false,
      ...importing,
    },
    ...actionReason(change),
  };
}

function resourceIdentity(plan: Plan, { type, address }: Change) {
  const rest = address.slice(type.length + 1);
  const [, name = rest, index] = /^(undeclared)\["(.+)"\]$/.exec(rest) ?? [];
  return {
    address: addressInFile(plan.customer, address),
    module_address: `module.${plan.customer}`,
    mode: 'managed',
    type,
    name,
    ...(index !== undefined && { index }),
    provider_name: resourceType(type)?.provider,
  };
}

function plannedValue(plan: Plan, change: Change): object[] {
  if (change.action === 'delete') return [];
  const values = 'after' in change ? declaredValues(change) : existingValues(change);
  return [{ ...resourceIdentity(plan, change), schema_version: 0, values, sensitive_values: {} }];
}

function declaredValues({ type, after }: Extract<Change, { after: object }>): object | undefined {
  return resourceType(type)?.encode(after);
}

function existingValues({ type, before }: Extract<Change, { before: object }>): object {
  return { id: before.id, ...resourceType(type)?.encode(before) };
}

function terraformActions(change: Change): string[] {
  return change.action === 'replace' ? ['create', 'delete'] : [change.action];
}

function actionReason(change: Change): { action_reason?: string } {
  if (change.action === 'delete') {
    const isEnded = change.reason === 'grant-ended';
    return { action_reason: isEnded ? 'delete_because_count_index' : 'delete_because_no_resource_config' };
  }
  return change.action === 'replace' ? { action_reason: 'replace_because_cannot_update' } : {};
}

function customerPart(plan: Plan): unknown {
  return sortKeys({ ...plan, changes: plan.changes.map(changeNote) });
}

function changeNote(change: Change): object {
  const { type, address, dependsOn, makesRoomBefore, constructPath, source, because } = change;
  const { channel, doubt, handOff } = change;
  return {
    address,
    dependsOn,
    ...(makesRoomBefore && { makesRoomBefore }),
    ...(isAssignmentChange(change) && { naturalKey: change.naturalKey }),
    ...('reason' in change && { reason: change.reason }),
    ...('adopting' in change && { adopting: change.adopting }),
    ...('changed' in change && { changed: change.changed }),
    ...(constructPath !== undefined && { constructPath }),
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...('until' in change && change.until !== undefined && { until: change.until }),
    ...(channel && { channel }),
    ...(doubt && { doubt }),
    ...(handOff && { handOff }),
    ...('before' in change && { existing: resourceType(type)?.azureOnly(change.before) }),
  };
}
