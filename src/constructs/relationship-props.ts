import { entraRoleId, entraRoleNames, globalAdministrator, type EntraRole } from '../catalogue';
import type { DeclaredRelationship, Guid } from '../model';
import type { Report } from './report';

/**
 * What the customer is asked to delegate (GDAP), and which of the partner's groups use it. `tilldela relationship` requests
 * it, makes it so and shows where it differs; Terraform has no part in it.
 *
 *     relationship: { roles: { 'Cloud engineers': ['Directory Readers'] } },
 */
export interface RelationshipProps {
  /**
   * Roles of Entra ID, not of Azure, by the name or the object id of a security group of the partner's tenant. A role is
   * its name or its template id.
   */
  readonly roles: Readonly<Record<string, readonly EntraRole[]>>;
  /**
   * Whether Azure moves the end by 180 days each time that it comes. Not possible with Global Administrator.
   * Default: true.
   */
  readonly autoExtend?: boolean;
  /** For how many days it is requested, from 1 to 730. Default: 730. */
  readonly days?: number;
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship */
const longest = 730;

/** The declaration with the roles by their ids, or undefined after reporting what is wrong with it. */
export function checkRelationship(
  props: RelationshipProps,
  report: Report,
): DeclaredRelationship | undefined {
  const { autoExtend = true, days = longest } = props;
  const roles: Record<string, readonly Guid[]> = {};
  let isSound = true;
  const refuse = (detail: string, hint?: string): void => {
    isSound = false;
    report('invalid_relationship', detail, hint);
  };
  for (const [group, names] of Object.entries(props.roles ?? {})) {
    if (!Array.isArray(names) || names.length === 0) refuse(`\`roles\` gives "${group}" none.`);
    else roles[group] = roleIdsOf(names, refuse);
  }
  if (Object.keys(roles).length === 0) refuse('`roles` names no group.');
  if (!Number.isInteger(days) || days < 1 || days > longest) {
    refuse(`\`days\` is ${days}.`, `It may be a whole number from 1 to ${longest}.`);
  }
  if (autoExtend && Object.values(roles).flat().includes(globalAdministrator)) {
    refuse(
      'A relationship with the role Global Administrator cannot extend itself.',
      'Name the roles that the work needs, or say `autoExtend: false`.',
    );
  }
  return isSound ? { roles, autoExtend, days } : undefined;
}

function roleIdsOf(names: readonly EntraRole[], refuse: (detail: string, hint: string) => void): Guid[] {
  return names.flatMap((name) => {
    const id = entraRoleId(String(name));
    if (id) return [id];
    refuse(
      `"${String(name)}" is no role of Entra ID that is known by name.`,
      `Known are ${entraRoleNames.join(', ')}. Any other is named by its template id.`,
    );
    return [];
  });
}
