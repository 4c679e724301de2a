import { findRole, type KnownRoles, type Role } from '../catalogue';
import { parseGuid, type DelegatedRole, type EligibleRole, type Guid } from '../model';
import { checkRole } from './check-role';
import { checkTexts } from './declared-text';
import type {
  DelegatedRoleProps,
  DelegationProps,
  EligibleRoleProps,
  PartnerPrincipal,
} from './delegation-props';
import type { Report } from './report';

/** A delegation in which nothing is wrong by itself. */
export interface CheckedDelegation {
  readonly offerName: string;
  readonly description: string | undefined;
  readonly authorizations: readonly DelegatedRole[];
  readonly eligible: readonly EligibleRole[];
}

/** Reports everything that is wrong in a delegation, and gives what it means where nothing is. */
export function checkDelegation(
  props: DelegationProps,
  roles: KnownRoles,
  report: Report,
): CheckedDelegation | undefined {
  const { offerName, description, because, authorizations = [], eligible = [] } = props;
  const isNamed = typeof offerName === 'string' && offerName.trim() !== '';
  if (!isNamed) report('malformed_delegation', '`offerName` is empty.');
  const plain = checkTexts({ offerName, description, because }, report);
  if (authorizations.length === 0)
    report('malformed_delegation', 'It delegates nothing: `authorizations` is empty.');
  const delegated = authorizations.map((each) => checkAuthorization(each, roles, report));
  const taken = eligible.map((each) => checkEligible(each, roles, report));
  if (!isNamed || !plain || authorizations.length === 0 || !areAll(delegated) || !areAll(taken))
    return undefined;
  return { offerName, description, authorizations: delegated, eligible: taken };
}

/** "Tenants, users, and roles in Azure Lighthouse scenarios", learn.microsoft.com. */
function checkAuthorization(
  props: DelegatedRoleProps,
  roles: KnownRoles,
  report: Report,
): DelegatedRole | undefined {
  const principal = checkPrincipal(props, report);
  const role = checkDelegatedRole(props.role, roles, report);
  const names = props.assignableRoles ?? [];
  const assignable: readonly (Role | undefined)[] = names.map((name) => checkRole(name, roles, report));
  const mayAssign = role?.name === 'User Access Administrator';
  const isSound = !role || mayAssign === assignable.length > 0;
  if (!isSound) {
    const what = mayAssign ? 'needs `assignableRoles`' : 'can have no `assignableRoles`';
    report(
      'malformed_delegation',
      `${role.name} ${what}: only User Access Administrator gives roles, and only those.`,
    );
  }
  const forbidden = assignable.filter(
    (each) => each?.name === 'Owner' || each?.name === 'User Access Administrator',
  );
  for (const each of forbidden)
    report('malformed_delegation', `${each?.name} cannot be among \`assignableRoles\`.`);
  if (!principal || !role || !isSound || forbidden.length > 0 || !areAll(assignable)) return undefined;
  return { ...principal, role: role.id, assignableRoles: assignable.map(({ id }) => id) };
}

function checkEligible(
  props: EligibleRoleProps,
  roles: KnownRoles,
  report: Report,
): EligibleRole | undefined {
  const { longestActivation = 'PT8H', multiFactor = true } = props;
  const principal = checkPrincipal(props, report);
  const role = checkDelegatedRole(props.role, roles, report);
  const approvers = (props.approvers ?? []).map((approver) => checkPrincipal(approver, report));
  const isSound = /^PT(?:30M|[1-7]H(?:30M)?|8H)$/.test(longestActivation);
  if (!isSound) report('malformed_delegation', `\`longestActivation\` is "${longestActivation}".`);
  if (!principal || !role || !isSound || !areAll(approvers)) return undefined;
  return {
    ...principal,
    role: role.id,
    multiFactor: multiFactor ? 'Azure' : 'None',
    longestActivation,
    approvers,
  };
}

function checkDelegatedRole(name: string, roles: KnownRoles, report: Report): Role | undefined {
  const role = checkRole(name, roles, report);
  if (!role) return undefined;
  if (role.name === 'Owner') return report('malformed_delegation', 'Owner cannot be delegated.');
  const builtIn = findRole(role.id);
  if (!builtIn)
    return report('malformed_delegation', `${role.name} is a custom role and cannot be delegated.`);
  const hasDataActions = builtIn.permissions.some(({ dataActions = [] }) => dataActions.length > 0);
  return hasDataActions
    ? report('malformed_delegation', `${role.name} has data actions and cannot be delegated.`)
    : role;
}

function checkPrincipal(
  { to, name }: { readonly to: PartnerPrincipal; readonly name?: string },
  report: Report,
): { readonly principalId: Guid; readonly displayName?: string } | undefined {
  const text = typeof to === 'string' ? to : String(to?.objectId);
  const principalId = parseGuid(text);
  if (!principalId)
    return report('malformed_id', `The object id "${text}" of a partner's principal is no GUID.`);
  if (!checkTexts({ name }, report)) return undefined;
  return { principalId, ...(name !== undefined && { displayName: name }) };
}

function areAll<Item>(items: readonly (Item | undefined)[]): items is readonly Item[] {
  return !items.includes(undefined);
}
