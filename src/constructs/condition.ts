import { canGrantAccess, type KnownRoles, type RoleName } from '../catalogue';
import { compareText, type Guid } from '../model';
import { conditionVersion, flawInCondition, normalCondition } from '../resources';
import { checkRole } from './check-role';
import { checkTexts } from './declared-text';
import type { GrantProps } from './grant-props';
import type { Report } from './report';

/** Which access the holder of a role may give and take away. Made by `onlyAssign` and `onlyRoles`. */
export interface AssignmentLimits {
  /** Roles that may be given. Default: any. */
  readonly roles?: readonly RoleName[];
  /** Kinds of principals to whom. Default: any. */
  readonly to?: readonly ('User' | 'Group' | 'ServicePrincipal')[];
}

/**
 * The condition under which the holder of a role may give and take away only these roles, and only to these kinds of
 * principals. For grants of Role Based Access Control Administrator and the like:
 *
 *     condition: onlyAssign({ roles: ['Reader', 'Backup Operator'], to: ['Group'] })
 */
export function onlyAssign(limits: AssignmentLimits): AssignmentLimits {
  return limits;
}

/** The condition under which the holder of a role may give and take away only these roles. */
export function onlyRoles(...roles: readonly RoleName[]): AssignmentLimits {
  return { roles };
}

/** A condition as it stands in Azure. */
export interface CheckedCondition {
  readonly text: string;
  readonly version: string;
}

/** The condition of the grant; undefined where it has none, or none that Azure would take, which is reported. */
export function checkCondition(
  {
    condition,
    conditionVersion: version = conditionVersion,
  }: Pick<GrantProps, 'condition' | 'conditionVersion'>,
  known: KnownRoles,
  report: Report,
): CheckedCondition | undefined {
  if (condition === undefined) return undefined;
  const written = typeof condition === 'string' ? condition : limitsText(condition, known, report);
  if (written === undefined || !checkTexts({ condition: written }, report)) return undefined;
  const flaw = flawInCondition(written, version);
  if (flaw !== undefined) return report('malformed_condition', flaw);
  return { text: normalCondition(written), version };
}

function limitsText(
  { roles = [], to = [] }: AssignmentLimits,
  known: KnownRoles,
  report: Report,
): string | undefined {
  if (roles.length === 0 && to.length === 0)
    return report('malformed_condition', 'It limits neither the roles nor to whom they may be given.');
  const ids = roles.map((name) => checkDelegable(name, known, report));
  return ids.includes(undefined) ? undefined : assignmentCondition(ids as Guid[], to);
}

/**
 * The condition under which only these roles may be given and taken away, and only to these kinds of principals; an empty
 * list limits nothing. "Examples to delegate Azure role assignment management with conditions", learn.microsoft.com
 */
export function assignmentCondition(
  roles: readonly Guid[],
  to: NonNullable<AssignmentLimits['to']> = [],
): string {
  const attribute = (source: string, name: string) =>
    `@${source}[Microsoft.Authorization/roleAssignments:${name}]`;
  const limits = (source: string) => [
    ...(roles.length > 0
      ? [`${attribute(source, 'RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${listed(roles)}}`]
      : []),
    ...(to.length > 0
      ? [
          `${attribute(source, 'PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {${listed(to.map((type) => `'${type}'`))}}`,
        ]
      : []),
  ];
  const unless = (operation: string, source: string) =>
    [
      '(',
      ' (',
      `  !(ActionMatches{'Microsoft.Authorization/roleAssignments/${operation}'})`,
      ' )',
      ' OR',
      ' (',
      ...limits(source).flatMap((line, index) => [...(index > 0 ? ['  AND'] : []), `  ${line}`]),
      ' )',
      ')',
    ].join('\n');
  return [unless('write', 'Request'), 'AND', unless('delete', 'Resource')].join('\n');
}

/** In a fixed order, so that the order in which they are declared changes nothing in Azure. */
function listed(values: readonly string[]): string {
  return [...new Set(values)].sort(compareText).join(', ');
}

/** Whoever may give a role that can give any access could give themselves any. */
function checkDelegable(name: RoleName, known: KnownRoles, report: Report): Guid | undefined {
  const role = checkRole(name, known, report);
  if (!role || !canGrantAccess(role)) return role?.id;
  return report(
    'malformed_condition',
    `${role.name} can itself give any access, so a condition that allows to give it limits nothing.`,
  );
}
