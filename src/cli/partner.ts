import { loadPartner, surveyCustomers, type LoadedPartner, type SurveyedCustomer } from '../constructs';
import { fail, type Diagnostic } from '../diagnostics';
import { parseGuid, type Cloud, type Guid } from '../model';
import {
  connectPartner,
  findPartnerCustomer,
  findTenantId,
  relationshipsOf,
  type PartnerConnection,
  type Relationships,
} from '../provider';
import type { Party } from './party';
import { chooseCloud, findCustomerFiles, openProject, partnerFileOf, type Project } from './project';
import { instantOf, type Session } from './session';
import { openTarget, type Target } from './target';

/** The partner's side of a run: who asks, what is declared, and the services that are asked. */
export interface PartnerRun {
  readonly project: Project;
  readonly cloud: Cloud;
  readonly target: Target;
  readonly loaded: LoadedPartner;
  readonly connection: PartnerConnection;
  readonly relationships: Relationships;
  /** Customers with a file, whatever is wrong with their grants. */
  readonly declared: readonly SurveyedCustomer[];
  /** Why some files could not be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** RFC 3339, UTC. */
  readonly asOf: string;
}

export interface PartnerArguments {
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Runs with the partner's services open; they are closed whatever comes. */
export async function withPartner<Result>(
  asked: PartnerArguments,
  session: Session,
  run: (partner: PartnerRun) => Promise<Result>,
): Promise<Result> {
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const loaded = await loadPartner(project.folder, partnerFileOf(project));
  const files = findCustomerFiles(project);
  const { customers, diagnostics } = await surveyCustomers({ projectFolder: project.folder, files, cloud });
  const target = await openTarget(cloud, session.folder);
  try {
    const partnerTenant = loaded.partner.tenantId;
    const connection = connectPartner({ ...target, partnerTenant });
    const relationships = relationshipsOf(connection);
    const asOf = instantOf(undefined, session.now);
    const common = { project, cloud, target, loaded, connection, relationships, asOf };
    return await run({ ...common, declared: customers, diagnostics });
  } finally {
    await target.close();
  }
}

/** Who is meant by the name of a file, a domain, a company's name or the id of a tenant. */
export async function findParty(run: PartnerRun, text: string): Promise<Party> {
  const byName = run.declared.find(({ customer }) => customer === text);
  if (byName) return partyOf(run, byName.tenantId, text);
  const found = await findPartnerCustomer(run.connection, text);
  if (found) return partyOf(run, found.tenantId, text);
  if (!text.includes('.') && !parseGuid(text)) {
    fail('customer_not_found', {
      detail: `"${text}" names neither a file of a customer nor a customer in Partner Center.`,
      hint: 'See who there is; a tenant that is no customer yet is named by its domain:\n\ntilldela customers',
    });
  }
  return partyOf(run, await findTenantId(run.connection.environment, text), text);
}

/** Every customer with a file, or those that are named. */
export async function findParties(run: PartnerRun, names: readonly string[]): Promise<readonly Party[]> {
  if (names.length === 0)
    return run.declared.map(({ tenantId, customer }) => partyOf(run, tenantId, customer));
  const parties: Party[] = [];
  for (const name of names) parties.push(await findParty(run, name));
  return parties;
}

function partyOf({ declared, loaded }: PartnerRun, tenantId: Guid, otherwise: string): Party {
  const file = declared.find((each) => each.tenantId === tenantId);
  const relationship = file ? file.relationship : loaded.relationship;
  return {
    tenantId,
    name: file?.customer ?? (/\s/.test(otherwise) ? `"${otherwise}"` : otherwise),
    file,
    declared: relationship,
  };
}
