import type { DeclaredRelationship, DelegatedRelationship, GroupAccess, Guid } from '../model';

/** Where the relationship differs from what is declared; `roles` are ids of roles of Entra ID. */
export type RelationshipDifference =
  | { readonly kind: 'not-delegated'; readonly roles: readonly Guid[] }
  | { readonly kind: 'global-administrator' }
  | { readonly kind: 'extension'; readonly declared: boolean }
  | {
      /** `missing`: the group has none; `changed`: other ones than `roles`, which are declared. */
      readonly kind: 'missing' | 'changed';
      readonly group: string;
      readonly groupId: Guid;
      readonly roles: readonly Guid[];
      readonly access?: GroupAccess | undefined;
    }
  | { readonly kind: 'undeclared'; readonly groupId: Guid; readonly roles: readonly Guid[] };

/** A relationship with what its groups have, beside what is declared and the groups that are meant. */
interface Compared {
  readonly relationship: DelegatedRelationship;
  readonly access: readonly GroupAccess[];
  readonly declared: DeclaredRelationship;
  /** Object ids by the names that are declared. */
  readonly groups: ReadonlyMap<string, Guid>;
  readonly globalAdministrator: Guid;
}

/** In the order in which they are best mended. Roles that the customer did not delegate cannot be given to groups. */
export function differencesOf(compared: Compared): readonly RelationshipDifference[] {
  const { relationship, declared, globalAdministrator } = compared;
  const wanted = rolesOf(declared);
  const missing = wanted.filter((role) => !relationship.roles.includes(role));
  const isGlobal = relationship.roles.includes(globalAdministrator) && !wanted.includes(globalAdministrator);
  const { autoExtend } = declared;
  return [
    ...(missing.length > 0 ? [{ kind: 'not-delegated', roles: missing } as const] : []),
    ...(isGlobal ? [{ kind: 'global-administrator' } as const] : []),
    ...(relationship.extendsItself === autoExtend
      ? []
      : [{ kind: 'extension', declared: autoExtend } as const]),
    ...differencesInGroups(compared),
  ];
}

/** Every role that is declared, once. */
export function rolesOf({ roles }: DeclaredRelationship): readonly Guid[] {
  return [...new Set(Object.values(roles).flat())];
}

function differencesInGroups({
  relationship,
  access,
  declared,
  groups,
}: Compared): readonly RelationshipDifference[] {
  const present = access.filter(({ status }) => status === 'active' || status === 'pending');
  const declaredGroups = Object.entries(declared.roles).flatMap(([group, roles]) => {
    const groupId = groups.get(group);
    return groupId ? [{ group, groupId, roles }] : [];
  });
  const differing = declaredGroups.flatMap(({ group, groupId, roles: all }) => {
    const roles = all.filter((role) => relationship.roles.includes(role));
    const held = present.find((each) => each.groupId === groupId);
    if (roles.length === 0 || (held && isSame(held.roles, roles))) return [];
    return [
      { kind: held ? ('changed' as const) : ('missing' as const), group, groupId, roles, access: held },
    ];
  });
  const undeclared = present
    .filter(({ groupId }) => !declaredGroups.some((each) => each.groupId === groupId))
    .map(({ groupId, roles }) => ({ kind: 'undeclared' as const, groupId, roles }));
  return [...differing, ...undeclared];
}

function isSame(one: readonly Guid[], other: readonly Guid[]): boolean {
  return new Set(one).size === new Set(other).size && one.every((role) => other.includes(role));
}
