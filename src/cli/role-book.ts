import { writeFileSync } from 'node:fs';
import { formatRoleFile, formatRoleNames, withTenant, type ListedRole, type RoleFile } from '../catalogue';
import type { Diagnostic } from '../diagnostics';
import type { Guid } from '../model';
import type { Project } from './project';
import { readRoleFile, roleFilePaths } from './role-files';

/** The project's catalogue of roles while several customers add to it. */
export class RoleBook {
  #file: RoleFile;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(private readonly project: Project) {
    this.#file = readRoleFile(project);
  }

  get file(): RoleFile {
    return this.#file;
  }

  /** What was wrong with roles on the way. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Adds the roles of a tenant, and writes the catalogue at once: files that name them are to load without this run. */
  learn(tenantId: Guid, roles: readonly ListedRole[]): void {
    const { file, diagnostics } = withTenant(this.#file, tenantId, roles);
    this.#file = file;
    this.#diagnostics.push(...diagnostics);
    const paths = roleFilePaths(this.project);
    writeFileSync(paths.catalogue, formatRoleFile(file));
    writeFileSync(paths.names, formatRoleNames(file));
  }
}
