import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyRoleFile, formatRoleFile, formatRoleNames, withTenant, type RoleFile } from '../../catalogue';
import { findExampleIds } from '../../checks';
import { surveyCustomers, type SurveyedCustomer } from '../../constructs';
import { DiagnosticError, fail, type Diagnostic } from '../../diagnostics';
import { subscriptionOf } from '../../model';
import { createReader } from '../../provider';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { chooseCloud, chooseCustomers, openProject, type Project } from '../project';
import { readRoleFile, roleFilePaths } from '../role-files';
import { codeFor, showDiagnostics, type Session } from '../session';
import { openTarget, type Target } from '../target';

export interface RefreshRolesArguments {
  /** Names or patterns; none means all. */
  readonly customers: readonly string[];
  readonly check?: boolean | undefined;
  readonly cloud?: string | undefined;
}

/**
 * `tilldela roles refresh`: all roles of customers' tenants into the project's catalogue and its names. What is known of
 * customers that are not asked for, or cannot be read, stays.
 */
export async function runRefreshRoles(asked: RefreshRolesArguments, session: Session): Promise<ExitCode> {
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const files = await chooseCustomers(project, asked.customers);
  const survey = await surveyCustomers({ projectFolder: project.folder, files, cloud });
  const examples = survey.customers.flatMap((customer) => findExampleIds(idsOf(customer), cloud));
  if (examples.length > 0) throw new DiagnosticError(examples);
  const target = await openTarget(cloud, session.folder);
  try {
    const known = readRoleFile(project);
    const isWhole = asked.customers.length === 0 && survey.diagnostics.length === 0;
    const { file, diagnostics } = await session.terminal.progress('Reading Azure', () =>
      readAll(survey.customers, isWhole ? onlyTenantsOf(survey.customers, known) : known, target),
    );
    const found = [...survey.diagnostics, ...diagnostics];
    await showDiagnostics(session, found);
    const changed = filesOf(project, file).filter(({ name, text }) => !isWritten(project, name, text));
    if (asked.check !== true) changed.forEach(({ name, text }) => write(project, name, text));
    session.terminal.data(outcome(changed, asked.check === true));
    const isStale = asked.check === true && changed.length > 0;
    return combineExitCodes([codeFor(found), isStale ? exitCodes.changes : exitCodes.done]);
  } finally {
    await target.close();
  }
}

/** Names of built-in roles are read anew, as one may have been withdrawn. */
function onlyTenantsOf(customers: readonly SurveyedCustomer[], known: RoleFile): RoleFile {
  const tenants = customers.flatMap(({ tenantId }) => {
    const roles = known.tenants[tenantId];
    return roles ? [[tenantId, roles] as const] : [];
  });
  return { ...emptyRoleFile, tenants: Object.fromEntries(tenants) };
}

async function readAll(
  customers: readonly SurveyedCustomer[],
  known: RoleFile,
  target: Target,
): Promise<{ file: RoleFile; diagnostics: readonly Diagnostic[] }> {
  let file = known;
  const diagnostics: Diagnostic[] = [];
  for (const { customer, tenantId, partner, reads, writes, scopes } of customers) {
    const reader = createReader({
      ...target,
      partnerTenant: partner.tenantId,
      customerTenant: tenantId,
      reads,
      writes,
    });
    try {
      const read = withTenant(file, tenantId, await reader.listRoles(scopes));
      file = read.file;
      diagnostics.push(...read.diagnostics.map((found) => ({ ...found, customer })));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      diagnostics.push(...error.diagnostics.map((found) => ({ ...found, customer })));
    }
  }
  return { file, diagnostics };
}

interface GeneratedFile {
  /** Relative to the project's folder. */
  readonly name: string;
  readonly text: string;
}

function filesOf(project: Project, file: RoleFile): GeneratedFile[] {
  const { catalogue, names } = roleFilePaths(project);
  return [
    { name: path.relative(project.folder, catalogue), text: formatRoleFile(file) },
    { name: path.relative(project.folder, names), text: formatRoleNames(file) },
  ];
}

function isWritten({ folder }: Project, name: string, text: string): boolean {
  const file = path.join(folder, name);
  return existsSync(file) && readFileSync(file, 'utf8') === text;
}

function write({ folder }: Project, name: string, text: string): void {
  try {
    writeFileSync(path.join(folder, name), text);
  } catch (error) {
    fail('usage', { detail: `${name} could not be written: ${(error as Error).message}.` });
  }
}

function outcome(changed: readonly GeneratedFile[], isCheck: boolean): string {
  if (changed.length === 0) return 'No changes.';
  const verb = isCheck ? 'Would change' : 'Wrote';
  return changed.map(({ name }) => `${verb} ${name}`).join('\n');
}

function idsOf({
  customer,
  tenantId,
  partner,
  scopes,
}: SurveyedCustomer): Parameters<typeof findExampleIds>[0] {
  const subscriptions = scopes.flatMap((scope) => {
    const subscriptionId = subscriptionOf(scope);
    return subscriptionId ? [{ alias: subscriptionId, subscriptionId }] : [];
  });
  return { customer, tenantId, partner, subscriptions };
}
