import { canGrantAccess, type Role } from '../../catalogue';
import { byText } from '../../model';
import { reportFormatVersion } from './report-value';

interface RoleValue {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly canGrantAccess: boolean;
  readonly permissions: Role['permissions'];
}

/** What `tilldela roles --json` says. */
interface RolesReport {
  readonly formatVersion: typeof reportFormatVersion;
  readonly roles: readonly RoleValue[];
}

export function rolesReport(roles: readonly Role[]): RolesReport {
  return {
    formatVersion: reportFormatVersion,
    roles: roles.toSorted(byText(({ name }) => name)).map(roleValue),
  };
}

function roleValue(role: Role): RoleValue {
  const { id, name, description, permissions } = role;
  return { id, name, description, canGrantAccess: canGrantAccess(role), permissions };
}
