import { findRole, nearestRoleNames, type Role } from '../catalogue';
import type { Report } from './report';

export function checkRole(name: string | undefined, report: Report): Role | undefined {
  if (!name) return report('unknown_role', '`role` names no role.');
  const role = findRole(name);
  if (role) return role;
  const nearest = nearestRoleNames(name).map((candidate) => `"${candidate}"`);
  return report('unknown_role', `"${name}" is no role.`, `The nearest are ${nearest.join(', ')}.`);
}
