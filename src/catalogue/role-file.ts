import { z } from 'zod';
import { diagnostic, fail, type Diagnostic } from '../diagnostics';
import { byText, parseGuid, type Guid } from '../model';
import { findRole } from './find-role';
import type { PermissionBlock, Role, RoleData } from './role-data';

const formatVersion = '1';

/** A role as Azure lists it. */
export interface ListedRole extends Role {
  readonly kind: 'built-in' | 'custom';
}

type RolesByName = Readonly<Record<string, RoleData>>;

/** What a project's catalogue file holds: roles that the bundled catalogue does not have. */
export interface RoleFile {
  /** The same in every tenant. */
  readonly builtIn: RolesByName;
  /** Custom roles by tenant. */
  readonly tenants: Readonly<Record<Guid, RolesByName>>;
}

export const emptyRoleFile: RoleFile = { builtIn: {}, tenants: {} };

const guid = z.string().transform((text, context): Guid => {
  const id = parseGuid(text);
  if (id) return id;
  context.addIssue({ code: 'custom', message: `"${text}" is no GUID` });
  return z.NEVER;
});

const actions = z.array(z.string()).optional();

const permissionBlock = z.strictObject({
  actions,
  notActions: actions,
  dataActions: actions,
  notDataActions: actions,
  condition: z.string().optional(),
}) as unknown as z.ZodType<PermissionBlock>;

const rolesByName = z.record(
  z.string(),
  z.strictObject({ id: guid, description: z.string(), permissions: z.array(permissionBlock) }),
);

const schema = z.strictObject({
  formatVersion: z.literal(formatVersion),
  builtIn: rolesByName,
  tenants: z.record(guid, rolesByName),
});

/** The content of a catalogue file; `file` is for messages. Throws a DiagnosticError `role_file_unreadable`. */
export function parseRoleFile(text: string, file: string): RoleFile {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return { builtIn: result.data.builtIn, tenants: result.data.tenants };
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  return fail('role_file_unreadable', {
    detail: `${file}: ${[where, issue?.message].filter(Boolean).join(': ')}.`,
    hint: 'Restore it from version control, or delete it and write it anew:\n\ntilldela roles refresh',
  });
}

/** Equal content gives equal text. */
export function formatRoleFile({ builtIn, tenants }: RoleFile): string {
  const content = { formatVersion, builtIn: inOrder(builtIn), tenants: inOrder(mapValues(tenants, inOrder)) };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The TypeScript by which the names complete in an editor and are checked by the compiler. */
export function formatRoleNames({ builtIn, tenants }: RoleFile): string {
  const names = new Set([builtIn, ...Object.values<RolesByName>(tenants)].flatMap(Object.keys));
  const members = [...names]
    .sort(byText((name) => name))
    .map((name) => `    ${JSON.stringify(name)}: string;\n`);
  return `// Written by \`tilldela roles refresh\` from what Azure has. Do not edit.
import 'tilldela';

declare module 'tilldela' {
  interface CustomRoleNames {
${members.join('')}  }
}
`;
}

/** The roles that a tenant has beyond the bundled ones. */
export function listedRoles({ builtIn, tenants }: RoleFile, tenantId: Guid): readonly Role[] {
  return [builtIn, tenants[tenantId] ?? {}].flatMap((roles) =>
    Object.entries(roles).map(([name, data]) => ({ name, ...data })),
  );
}

/**
 * The file with what one tenant was found to have. A name that is a built-in role's goes on to mean that; the custom role
 * which bears it is left out, with a warning.
 */
export function withTenant(
  file: RoleFile,
  tenantId: Guid,
  found: readonly ListedRole[],
): { readonly file: RoleFile; readonly diagnostics: readonly Diagnostic[] } {
  const inOrderOfIds = found.toSorted(byText(({ id }) => id));
  const builtIn = { ...file.builtIn };
  for (const role of inOrderOfIds) {
    if (role.kind === 'built-in' && !findRole(role.name)) builtIn[role.name] = dataOf(role);
  }
  const taken = new Set(Object.keys(builtIn).map((name) => name.toLowerCase()));
  const custom: Record<string, RoleData> = {};
  const diagnostics: Diagnostic[] = [];
  for (const role of inOrderOfIds) {
    if (role.kind !== 'custom') continue;
    const key = role.name.toLowerCase();
    if (findRole(role.name) || taken.has(key)) diagnostics.push(nameTaken(role, tenantId));
    else custom[role.name] = dataOf(role);
    taken.add(key);
  }
  return { file: { builtIn, tenants: { ...file.tenants, [tenantId]: custom } }, diagnostics };
}

function dataOf({ id, description, permissions }: ListedRole): RoleData {
  return { id, description, permissions };
}

function nameTaken({ name, id }: ListedRole, tenantId: Guid): Diagnostic {
  return diagnostic('role_name_reserved', {
    detail: `Tenant ${tenantId} has a custom role "${name}" (${id}), and that name is another role's. It was left out.`,
    hint: 'Give it another name in Azure.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inOrder<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).sort(byText(([key]) => key)));
}

function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
