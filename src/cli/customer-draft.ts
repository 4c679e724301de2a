import { readFileSync } from 'node:fs';
import path from 'node:path';
import { knownRoles, listedRoles, type RoleFile } from '../catalogue';
import { readConfiguration, type ConfigurationDraft } from '../configuration';
import { synthesizeCustomers } from '../constructs';
import { DiagnosticError } from '../diagnostics';
import type { Cloud, Lock } from '../model';
import type { CustomerFile, Project } from './project';

/** Synthesizes one customer by itself, whatever stands in the files of others. Throws what is wrong with its file. */
export async function draftOf(
  project: Project,
  file: CustomerFile,
  { cloud, lock, roleFile }: { readonly cloud: Cloud; readonly lock: Lock; readonly roleFile: RoleFile },
): Promise<ConfigurationDraft> {
  const { customers, diagnostics } = await synthesizeCustomers({
    projectFolder: project.folder,
    files: [file],
    outdir: project.outdir,
    cloud,
    locks: new Map([[file.customer, lock]]),
    roleFile,
  });
  const [synthesized] = customers;
  if (!synthesized) throw new DiagnosticError(diagnostics);
  const { configurationFile } = synthesized;
  return readConfiguration(
    readFileSync(configurationFile, 'utf8'),
    path.relative(project.folder, configurationFile),
    (name, tenantId) => knownRoles(listedRoles(roleFile, tenantId)).find(name)?.id,
  );
}
