import { fail } from '../../diagnostics';
import type { Guid } from '../../model';
import type { PlannedCustomer } from '../plan-customer';

/** The client id of the application to which the stack gives the right to assign roles. Throws where there is none. */
export function automationOf({ customer, draft }: PlannedCustomer): Guid {
  const paths = Object.keys(draft.declaration.subscriptions).map(
    (alias) => `${customer}/${alias}/automation`,
  );
  const right = draft.resources.find(({ constructPath }) => paths.includes(constructPath));
  const principal = right?.attributes['principal_id'];
  const lookup =
    principal?.kind === 'reference'
      ? draft.lookupsByReference.get(principal.path.slice(0, -1).join('.')) // without `.object_id`
      : undefined;
  if (lookup && 'clientId' in lookup) return lookup.clientId;
  return fail('automation_not_declared', {
    customer,
    detail: `stacks/customers/${customer}.ts names no automation, or grants no role that it may give.`,
    hint: "automation: application('CLIENT_ID'),\nwrites: inTenant(),",
  });
}
