import type { KnownRoles, Role } from '../catalogue';
import type { Scope } from '../model';
import { CustomRole, type GrantableRole } from './custom-role';
import type { Ledger } from './ledger';
import type { Report } from './report';

export function checkRole(name: string | undefined, roles: KnownRoles, report: Report): Role | undefined {
  if (!name) return report('unknown_role', '`role` names no role.');
  const role = roles.find(name);
  if (role) return role;
  const nearest = roles.nearest(name).map((candidate) => `"${candidate}"`);
  return report('unknown_role', `"${name}" is no role.`, `The nearest are ${nearest.join(', ')}.`);
}

/** The role of a grant at `scope`: a custom role of the same stack, or one that Azure knows by name. */
export function checkGrantedRole(
  role: string | CustomRole | undefined,
  scope: Scope | undefined,
  ledger: Ledger,
  report: Report,
): GrantableRole | undefined {
  if (!(role instanceof CustomRole)) return checkRole(role, ledger.roles, report);
  const grantable = role.grantableAt(scope, ledger);
  return grantable && 'problem' in grantable ? report('role_not_assignable', grantable.problem) : grantable;
}
