import { findRole } from '../catalogue';
import { describeScope, type RolePermissions, type Scope } from '../model';
import type { CustomRoleProps } from './custom-role';
import { checkTexts } from './declared-text';
import type { Report } from './report';

/** A custom role in which nothing is wrong by itself. */
export interface CheckedCustomRole {
  readonly alias: string;
  readonly scope: Scope;
  readonly roleName: string;
  readonly description: string | undefined;
  readonly permissions: RolePermissions;
  readonly assignableScopes: readonly Scope[];
}

/** "Azure custom roles", learn.microsoft.com: limits of custom roles. */
const longestName = 512;
const longestDescription = 2048;

/** Reports everything that is wrong in a custom role, and gives what it means where nothing is. */
export function checkCustomRole(props: CustomRoleProps, report: Report): CheckedCustomRole | undefined {
  const { roleName, description, because } = props;
  const isNamed = checkRoleName(roleName, report);
  const isDescribed = description === undefined || description.length <= longestDescription;
  if (!isDescribed)
    report('malformed_role', `\`description\` is longer than ${longestDescription} characters.`);
  const plain = checkTexts({ roleName, description, because }, report);
  const permissions = checkPermissions(props, report);
  const scopes = checkScopes(props, permissions, report);
  if (!isNamed || !isDescribed || !plain || !permissions || !scopes) return undefined;
  return { ...scopes, roleName, description, permissions };
}

function checkRoleName(roleName: string, report: Report): boolean {
  const builtIn = typeof roleName === 'string' ? findRole(roleName) : undefined;
  if (typeof roleName !== 'string' || roleName.trim() === '' || roleName.length > longestName)
    report('malformed_role', `\`roleName\` has 1 to ${longestName} characters.`);
  else if (builtIn) report('malformed_role', `"${roleName}" is the name of a built-in role.`);
  else return true;
  return false;
}

function checkPermissions(props: CustomRoleProps, report: Report): RolePermissions | undefined {
  const { actions = [], notActions = [], dataActions = [], notDataActions = [] } = props;
  const permissions = { actions, notActions, dataActions, notDataActions };
  let isSound = true;
  for (const [key, list] of Object.entries(permissions)) {
    for (const action of list.filter((text) => !isAction(text))) {
      report('malformed_role', `"${action}" in \`${key}\` is no action.`);
      isSound = false;
    }
  }
  if (actions.length + dataActions.length === 0) {
    return report('malformed_role', 'It allows nothing: there are neither `actions` nor `dataActions`.');
  }
  return isSound ? permissions : undefined;
}

/** `*`, or a service, what of it, and what is done to it, each of which a `*` may stand for. */
function isAction(text: string): boolean {
  return text === '*' || /^[\w.*-]+(\/[\w.*$-]+)+$/.test(text);
}

function checkScopes(
  { scope: at, assignableScopes: also = [] }: CustomRoleProps,
  permissions: RolePermissions | undefined,
  report: Report,
): Pick<CheckedCustomRole, 'alias' | 'scope' | 'assignableScopes'> | undefined {
  if (!at?.target)
    return report(
      'malformed_role',
      '`scope` is none: give it a subscription, resource group or management group.',
    );
  const { alias, scope } = at.target;
  const all = [at, ...also].map(({ target }) => target.scope);
  if (!scope || all.includes(undefined)) return undefined; // reported where the scope is declared
  const assignableScopes = [...new Set(all as Scope[])];
  const kinds = assignableScopes.map((each) => describeScope(each)?.kind);
  const groups = kinds.filter((kind) => kind === 'management-group').length;
  if (kinds.includes('resource'))
    return report('malformed_role', 'A single resource cannot be among its scopes.');
  if (groups > 1) return report('malformed_role', 'It has more than one management group among its scopes.');
  if (groups > 0 && permissions && permissions.dataActions.length > 0)
    return report('malformed_role', 'A role of a management group can have no `dataActions`.');
  return { alias, scope, assignableScopes };
}
