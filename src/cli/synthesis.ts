import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { customerOfLockFile, lockFileName, readLockFile } from '../apply';
import { knownRoles, listedRoles } from '../catalogue';
import { findExampleIds } from '../checks';
import { readConfiguration, type ConfigurationDraft, type OtherParts } from '../configuration';
import { synthesizeCustomers } from '../constructs';
import { DiagnosticError, type Diagnostic } from '../diagnostics';
import type { Cloud, Guid, Lock } from '../model';
import { findVanishedScopes } from '../plan';
import { findScopesOfOthers, readHoldings, whyNothingIsRemoved } from './other-customers';
import { findCustomerFiles, type CustomerFile, type Project } from './project';
import { readRoleFile } from './role-files';

/** One customer's configuration as synthesized, or what is wrong with it. */
export interface SynthesizedCustomer {
  readonly customer: string;
  readonly lock: Lock;
  readonly draft: ConfigurationDraft;
  /** What is wrong with the customer in view of the others; a plan says it. */
  readonly conflicts: readonly Diagnostic[];
  /** Why nothing of this customer may be removed at present. */
  readonly removalsRefused?: string;
}

export interface Synthesis {
  readonly customers: readonly SynthesizedCustomer[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Synthesizes the chosen customers and reads back what was written: the files are what engines go by. */
export async function synthesize(
  project: Project,
  cloud: Cloud,
  files: readonly CustomerFile[],
  others: OtherParts = 'refused',
): Promise<Synthesis> {
  const diagnostics: Diagnostic[] = [];
  const locks = new Map<string, Lock>();
  for (const { customer } of files) {
    collect(diagnostics, () =>
      locks.set(customer, readLockFile(lockPath(project, customer, cloud), customer, cloud)),
    );
  }
  const roleFile = readRoleFile(project);
  const roleNamed = (name: string, tenantId: Guid) =>
    knownRoles(listedRoles(roleFile, tenantId)).find(name)?.id;
  const holdings = readHoldings(project, cloud);
  // Only a run over all customers knows which stack folders belong to nobody.
  const allFiles = findCustomerFiles(project);
  const isWhole = locks.size === allFiles.length;
  const result = await synthesizeCustomers({
    projectFolder: project.folder,
    files: files.filter(({ customer }) => locks.has(customer)),
    beside: allFiles.filter((file) => !locks.has(file.customer) && !hasLock(project, file, cloud)),
    outdir: project.outdir,
    cloud,
    locks,
    roleFile,
    prune: isWhole,
  });
  diagnostics.push(...result.diagnostics);
  const removalsRefused = whyNothingIsRemoved(holdings, result.unloaded);
  const customers: SynthesizedCustomer[] = [];
  for (const { customer, configurationFile } of result.customers) {
    const lock = locks.get(customer);
    collect(diagnostics, () => {
      const file = path.relative(project.folder, configurationFile);
      const draft = readConfiguration(readFileSync(configurationFile, 'utf8'), file, roleNamed, others);
      const exampleIds = findExampleIds(identityOf(draft), cloud);
      diagnostics.push(...exampleIds);
      if (!lock || exampleIds.length > 0) return;
      const conflicts = findScopesOfOthers(draft, holdings);
      customers.push({ customer, lock, draft, conflicts, ...(removalsRefused && { removalsRefused }) });
    });
  }
  return { customers, diagnostics };
}

/** Lock files whose customer has no file any more: all their scopes have vanished. */
export function findOrphanedLocks(project: Project, cloud: Cloud): Diagnostic[] {
  if (!existsSync(project.customersFolder)) return [];
  const declared = new Set(findCustomerFiles(project).map(({ customer }) => customer));
  return readdirSync(project.customersFolder).flatMap((name) => {
    const customer = customerOfLockFile(name, cloud);
    if (customer === undefined || declared.has(customer)) return [];
    const diagnostics: Diagnostic[] = [];
    collect(diagnostics, () => {
      const lock = readLockFile(path.join(project.customersFolder, name), customer, cloud);
      diagnostics.push(...findVanishedScopes(lock, []));
    });
    return diagnostics;
  });
}

export function lockPath(project: Project, customer: string, cloud: Cloud): string {
  return path.join(project.customersFolder, lockFileName(customer, cloud));
}

function hasLock(project: Project, { customer }: CustomerFile, cloud: Cloud): boolean {
  return existsSync(lockPath(project, customer, cloud));
}

function identityOf({ declaration }: ConfigurationDraft) {
  return {
    customer: declaration.customer.id,
    tenantId: declaration.customer.tenant,
    partner: { ...declaration.partner, tenantId: declaration.partner.tenant },
    subscriptions: Object.entries(declaration.subscriptions).map(([alias, subscriptionId]) => ({
      alias,
      subscriptionId,
    })),
  };
}

/** Runs one step; what it throws as diagnostics is kept, and the others go on. */
function collect(diagnostics: Diagnostic[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    diagnostics.push(...error.diagnostics);
  }
}
