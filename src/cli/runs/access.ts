import path from 'node:path';
import type { Declaration } from '../../configuration';
import { fail } from '../../diagnostics';
import { parseGuid, type DirectoryObject, type Guid, type KnownPrincipals } from '../../model';
import { type AccessReading, accessReport, jsonText, renderAccess } from '../../report';
import { createReader, findSubscription, type Reader } from '../../provider';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { chooseCloud, chooseCustomers, openProject, type Project } from '../project';
import { reportContext } from '../report-context';
import { codeFor, exists, showDiagnostics, type Session } from '../session';
import { synthesize, type SynthesizedCustomer } from '../synthesis';
import { openTarget, type Target } from '../target';

export interface AccessArguments {
  readonly customers: readonly string[];
  readonly subscription?: string | undefined;
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `tilldela access`: who has access now. Reads only, and a subscription alone is enough to ask. */
export async function runAccess(asked: AccessArguments, session: Session): Promise<ExitCode> {
  if (asked.subscription !== undefined && asked.customers.length > 0) {
    fail('usage', { detail: 'access takes customers or --subscription, not both.' });
  }
  const project = await projectIfAny(session, asked);
  const cloud = chooseCloud(asked.cloud, project?.context);
  const readings: { reading: AccessReading; code: ExitCode }[] = [];
  let code: ExitCode = exitCodes.done;
  const target = await openTarget(cloud, session.folder);
  try {
    const sources =
      asked.subscription === undefined && project
        ? await declaredSources(project, asked, session, target)
        : { code, all: [await subscriptionSource(asked.subscription ?? '', session, target)] };
    ({ code } = sources);
    for (const read of sources.all) readings.push(await session.terminal.progress('Reading Azure', read));
  } finally {
    await target.close();
  }
  const context = reportContext(session, cloud);
  if (asked.json) {
    const customers = readings.map(({ reading }) => accessReport(reading, context));
    session.terminal.data(jsonText({ formatVersion: '1', customers }));
  } else if (readings.length > 0)
    session.terminal.data(readings.map(({ reading }) => renderAccess(reading, context)).join('\n\n'));
  return combineExitCodes([code, ...readings.map((read) => read.code)]);
}

/** What is read and how it is called. */
interface Question {
  readonly title: string;
  /** Aliases by subscription id. */
  readonly aliases: ReadonlyMap<Guid, string | undefined>;
  /** Aliases by name. */
  readonly managementGroups: ReadonlyMap<string, string>;
  /** Principals that are known without asking. */
  readonly principals: KnownPrincipals;
  /** By object id, where a stack says who the partner is. */
  readonly partnerGroups?: readonly Guid[];
}

type Source = () => Promise<{ reading: AccessReading; code: ExitCode }>;

/** `--subscription` works in any folder. */
async function projectIfAny(
  session: Session,
  { subscription }: AccessArguments,
): Promise<Project | undefined> {
  const isProject = await exists(path.join(session.folder, 'cdktf.json'));
  return isProject || subscription === undefined ? openProject(session.folder) : undefined;
}

async function declaredSources(
  project: Project,
  asked: AccessArguments,
  session: Session,
  target: Target,
): Promise<{ code: ExitCode; all: Source[] }> {
  const cloud = chooseCloud(asked.cloud, project.context);
  const files = await chooseCustomers(project, asked.customers);
  const { customers, diagnostics } = await synthesize(project, cloud, files);
  await showDiagnostics(session, diagnostics);
  const all = customers.map(
    (customer): Source =>
      () =>
        readCustomer(customer, target, session),
  );
  return { code: codeFor(diagnostics), all };
}

function readCustomer({ draft }: SynthesizedCustomer, target: Target, session: Session) {
  const { customer, partner, reads, writes, subscriptions } = draft.declaration;
  const groups = Object.entries(draft.declaration.managementGroups);
  const reader = createReader({
    ...target,
    partnerTenant: partner.tenant,
    customerTenant: customer.tenant,
    reads,
    writes,
  });
  const aliases = new Map(Object.entries(subscriptions).map(([alias, id]) => [id, alias]));
  const managementGroups = new Map(groups.map(([alias, name]) => [name, alias]));
  const principals = ownForeignGroups(partner);
  const partnerGroups = [...principals.keys()];
  const question = { title: customer.id, aliases, managementGroups, principals, partnerGroups };
  return readAccess(reader, question, session);
}

async function subscriptionSource(text: string, session: Session, target: Target): Promise<Source> {
  const subscriptionId = parseGuid(text);
  if (!subscriptionId) fail('malformed_id', { detail: `--subscription "${text}" is no GUID.` });
  const { tenantId } = await findSubscription(target.environment, subscriptionId);
  const reader = createReader({
    ...target,
    partnerTenant: tenantId,
    customerTenant: tenantId,
    reads: 'in-tenant',
    writes: 'in-tenant',
  });
  const question = {
    title: `tenant ${tenantId}`,
    aliases: new Map([[subscriptionId, undefined]]),
    managementGroups: new Map(),
    principals: new Map(),
  };
  return () => readAccess(reader, question, session);
}

/** The partner's own groups: no directory that is asked here knows them. */
function ownForeignGroups({ adminAgents, helpdeskAgents }: Declaration['partner']): KnownPrincipals {
  const group = (id: Guid, displayName: string): [Guid, DirectoryObject] => [
    id,
    { id, type: 'ForeignGroup', displayName },
  ];
  return new Map([
    group(adminAgents, 'AdminAgents'),
    ...(helpdeskAgents ? [group(helpdeskAgents, 'HelpdeskAgents')] : []),
  ]);
}

async function readAccess(
  reader: Reader,
  { title, aliases, managementGroups, principals, partnerGroups }: Question,
  session: Session,
): Promise<{ reading: AccessReading; code: ExitCode }> {
  const { actual, diagnostics } = await reader.refresh([...aliases.keys()], [...managementGroups.keys()]);
  await showDiagnostics(session, diagnostics);
  const subscriptions = actual.subscriptions.map((reading) => {
    const alias = aliases.get(reading.subscriptionId);
    return { ...(alias !== undefined && { alias }), reading };
  });
  const groups = actual.managementGroups.map((reading) => ({
    alias: managementGroups.get(reading.managementGroup) ?? reading.managementGroup,
    reading,
  }));
  const isUnread = [...actual.subscriptions, ...actual.managementGroups].some(
    ({ status }) => status === 'unread',
  );
  return {
    reading: {
      title,
      managementGroups: groups,
      subscriptions,
      ...(partnerGroups && { partnerGroups }),
      principals: new Map([...principals, ...actual.principals]),
      roleNames: actual.roleNames,
    },
    code: isUnread ? exitCodes.error : exitCodes.done,
  };
}
