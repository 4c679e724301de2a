import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { emptyRoleFile, parseRoleFile, type RoleFile } from '../catalogue';
import type { Guid } from '../model';
import { openProject, type Project } from './project';

/** Beside the customers' folder: what `roles refresh` writes. */
export function roleFilePaths({ customersFolder }: Project): { catalogue: string; names: string } {
  const folder = path.dirname(customersFolder);
  return { catalogue: path.join(folder, 'roles.json'), names: path.join(folder, 'roles.ts') };
}

/** The project's catalogue of roles; empty where it has none. Throws `role_file_unreadable`. */
export function readRoleFile(project: Project): RoleFile {
  const { catalogue } = roleFilePaths(project);
  if (!existsSync(catalogue)) return emptyRoleFile;
  return parseRoleFile(readFileSync(catalogue, 'utf8'), path.relative(project.folder, catalogue));
}

/** Names of built-in roles that only the project's catalogue knows, by guid; none outside a project. */
export function namesOfListedRoles(folder: string): ReadonlyMap<Guid, string> {
  if (!existsSync(path.join(folder, 'cdktf.json'))) return new Map();
  const { builtIn } = readRoleFile(openProject(folder));
  return new Map(Object.entries(builtIn).map(([name, { id }]) => [id, name]));
}
