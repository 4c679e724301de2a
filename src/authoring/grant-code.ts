import { canGrantAccess, isPrivileged, type Role } from '../catalogue';
import type { ExistingRoleAssignment } from '../model';
import { hasPlaceholder, roleOf, type FoundAccess } from './found-access';
import { object, string, text, type Code } from './layout';
import { template } from './literals';
import { kebabCase } from './naming';
import { principalCode, type PrincipalCode } from './principal-code';

/** What a grant says: all of it but the scope, and the id, which depends on the grants beside it. */
export interface GrantCode {
  readonly assignment: ExistingRoleAssignment;
  /** Ids for the grant, the most readable first. */
  readonly ids: readonly [string, ...string[]];
  readonly props: Code;
  readonly calls?: string;
  readonly comment?: string;
}

/** The version of conditions that the language has. */
const conditionVersion = '2.0';

/** The grant that declares the assignment as it is, or why there can be none. */
export function grantCode(
  assignment: ExistingRoleAssignment,
  found: FoundAccess,
  partner: string,
): GrantCode | { readonly problem: string } {
  const principal = principalCode(assignment, found, partner);
  if (!principal) return { problem: 'it is given to a device' };
  const role = roleOf(assignment, found.roles);
  if (!role) return { problem: 'its role has no name, or one that another role has' };
  const condition = plainCondition(assignment.condition ?? '');
  if (condition !== '' && assignment.conditionVersion !== conditionVersion)
    return { problem: `its condition has the version ${assignment.conditionVersion ?? '(none)'}` };
  if (hasPlaceholder(condition)) return { problem: 'its condition holds a placeholder of the Terraform CDK' };
  const because = needsReason(assignment, role, found) ? `as found on ${found.foundOn}` : undefined;
  return {
    assignment,
    ids: idsOf(assignment, principal, role),
    props: object([
      ['to', principal.code],
      ['role', string(role.name)],
      ...(because === undefined ? [] : [['because', string(because)] as const]),
      ...(condition === '' ? [] : [['condition', conditionCode(condition)] as const]),
    ]),
    ...(principal.calls !== undefined && { calls: principal.calls }),
    ...(principal.comment !== undefined && { comment: principal.comment }),
  };
}

function idsOf(
  { principalId }: ExistingRoleAssignment,
  { label }: PrincipalCode,
  role: Role,
): [string, string] {
  const end = kebabCase(role.name, 'role');
  return [`${label}-${end}`, `${label}-${principalId.slice(-8)}-${end}`];
}

/** Wherever a grant without a reason would not compile, or be refused if it had to be made again. */
function needsReason(
  { principalId, principalType }: ExistingRoleAssignment,
  role: Role,
  { principals, partner }: FoundAccess,
): boolean {
  const known = principals.get(principalId);
  const isGuest = known !== undefined && known !== 'missing' && known.isGuest === true;
  const isOwnGroup = [partner.adminAgents, partner.helpdeskAgents].includes(principalId);
  const isOutsider = isGuest || (principalType === 'ForeignGroup' && !isOwnGroup);
  return canGrantAccess(role) || isOutsider || (principalType === 'User' && isPrivileged(role));
}

/** Line ends and the blanks around a condition mean nothing to Azure. */
function plainCondition(condition: string): string {
  return condition.replace(/\r\n?/g, '\n').trim();
}

function conditionCode(condition: string): Code {
  return condition.includes('\n') ? text(template(condition)) : string(condition);
}
