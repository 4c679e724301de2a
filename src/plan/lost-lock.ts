import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  type ActualState,
  type DesiredState,
  type ExistingRoleDefinition,
  type Lock,
} from '../model';
import type { FoundAssignment } from './plan-changes';
import { isOurs } from './unmanaged';

/** Of more than these the number must do. */
const shownRoles = 5;

/**
 * A warning where nothing was ever recorded and Azure has assignments that we named: then the lock file was lost, or
 * another tool made them. What it held besides is known to nobody.
 */
export function findLostLock(
  lock: Lock,
  found: readonly FoundAssignment[],
  desired: DesiredState,
  actual: ActualState,
): Diagnostic[] {
  const { customer, cloud, scopes, adopted, made } = lock;
  if (lock.owner !== undefined || scopes.length + adopted.length + made.length > 0) return [];
  const ours = found.filter((each) => each.isNamedByUs && isOurs(each)).length;
  if (ours === 0) return [];
  const restore = `Bring it back from version control, if it was there:\n\ngit log --all --oneline -- '*${customer}.lock.json'\n\n`;
  return [
    diagnostic('lock_lost', {
      customer,
      detail: [
        `Nothing is recorded of ${customer}, and Azure has ${ours} role ${ours === 1 ? 'assignment' : 'assignments'} under the owner's names: they were made from another folder or by another tool, or the lock file was lost.`,
        ...maybeOurs(desired, actual),
      ].join('\n'),
      hint: `${cloud === 'emulator' ? '' : restore}\`tilldela apply ${customer}\` writes a new one, which knows what is declared now.`,
    }),
  ];
}

/** Names of custom roles prove nothing without their construct; but ours are computed, and those of the portal are not. */
function maybeOurs(desired: DesiredState, actual: ActualState): string[] {
  const declared = new Set(desired.roleDefinitions.map(({ definition }) => definition.name));
  const roles = new Map<string, ExistingRoleDefinition>();
  for (const reading of [...actual.subscriptions, ...actual.managementGroups]) {
    if (reading.status === 'unread') continue;
    for (const role of reading.roleDefinitions ?? [])
      if (role.name[14] === '5' && !declared.has(role.name)) roles.set(role.name, role);
  }
  if (roles.size === 0) return [];
  const shown = [...roles.values()].sort(byText(({ name }) => name)).slice(0, shownRoles);
  const more = roles.size > shown.length ? [`and ${roles.size - shown.length} more`] : [];
  return [
    'These custom roles may be among what was made and is declared no more; their names are computed (UUID version 5):',
    ...shown.map(({ name, roleName }) => `${name} "${roleName}"`),
    ...more,
  ];
}
