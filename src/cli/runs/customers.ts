import pLimit from 'p-limit';
import { listSubscriptions } from '../../azure';
import { DiagnosticError, type Diagnostic } from '../../diagnostics';
import {
  channelKinds,
  type ChannelKind,
  type DelegatedRelationship,
  type Guid,
  type PartnerCustomer,
} from '../../model';
import { listPartnerCustomers, orPartnerDiagnostic, readSubscriptions } from '../../provider';
import { standingOf } from '../../relationship';
import { customerLines, customersHead, customersReport, jsonText, type CustomerReading } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import { showDiagnostics, type Session } from '../session';

export interface CustomersArguments extends PartnerArguments {
  /** The beginning of a name or a domain. */
  readonly search?: string | undefined;
  readonly details?: boolean | undefined;
}

/** Customers whose subscriptions are read at once. */
const customersAtOnce = 8;

/** `tilldela customers [SEARCH]`: shown as the pages come. Writes nothing anywhere. */
export function runCustomers(asked: CustomersArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const { terminal } = session;
    const readings: CustomerReading[] = [];
    const remarks: Diagnostic[] = [];
    for await (const page of readCustomers(run, asked, remarks)) {
      if (!asked.json && page.length > 0 && readings.length === 0) terminal.data(customersHead(terminal));
      readings.push(...page);
      if (!asked.json && page.length > 0) {
        terminal.data(page.map((each) => customerLines(each, terminal)).join('\n'));
      }
    }
    if (asked.json) terminal.data(jsonText(customersReport(readings, run.cloud)));
    else if (readings.length === 0) terminal.message(nobody(asked.search));
    else terminal.message(`${readings.length} customer${readings.length === 1 ? '' : 's'}.`);
    await showDiagnostics(session, [...run.diagnostics, ...remarks]);
    return exitCodes.done;
  });
}

/** Partner Center's pages, and at the end those of whom only a relationship tells. */
async function* readCustomers(
  run: PartnerRun,
  { search, details }: CustomersArguments,
  remarks: Diagnostic[],
): AsyncGenerator<readonly CustomerReading[]> {
  const describe = await describer(run, remarks);
  const limit = pLimit(customersAtOnce);
  const completed = (readings: readonly CustomerReading[]) =>
    details
      ? Promise.all(readings.map((each) => limit(() => withSubscriptions(run, each, remarks))))
      : Promise.resolve(readings);
  const seen = new Set<string>();
  for await (const page of listPartnerCustomers(run.connection, search)) {
    for (const { tenantId } of page) seen.add(tenantId);
    yield completed(page.map((customer) => describe(customer, true)));
  }
  const others = describe.delegating.filter(
    ({ tenantId, name }) => !seen.has(tenantId) && begins(name, search),
  );
  yield completed(
    search === undefined || others.length > 0 ? others.map((each) => describe(each, false)) : [],
  );
}

type Known = Pick<PartnerCustomer, 'tenantId' | 'name'> & { readonly domain?: string };

/** What is asked once for all customers: every relationship, and what is delegated by Azure Lighthouse. */
async function describer(run: PartnerRun, remarks: Diagnostic[]) {
  const [relationships, projected] = await Promise.all([
    run.relationships.list(),
    findProjected(run, remarks),
  ]);
  const byTenant = new Map<Guid, DelegatedRelationship[]>();
  for (const each of relationships) {
    if (!each.customer) continue;
    const { tenantId } = each.customer;
    byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), each]);
  }
  const files = new Map(run.declared.map((each) => [each.tenantId, each]));
  const describe = (customer: Known, isReseller: boolean): CustomerReading => {
    const { tenantId, name, domain } = customer;
    const standing = standingOf(byTenant.get(tenantId) ?? [], run.asOf);
    const file = files.get(tenantId);
    const inForce = {
      aobo: isReseller && standing.kind === 'active' ? 'aobo' : undefined,
      lighthouse: projected ? (projected.has(tenantId) ? 'lighthouse' : undefined) : 'unknown',
      // Nothing of the partner's tells whether an identity works in the customer's.
      'in-tenant': file && 'in-tenant',
    };
    const asked: readonly ChannelKind[] = file ? [file.reads, file.writes] : channelKinds;
    const channels = [...new Set(asked.flatMap((channel) => inForce[channel] ?? []))];
    return { tenantId, name, domain, isReseller, standing, channels, file: file?.customer };
  };
  return Object.assign(describe, { delegating: delegatingIn(relationships) });
}

/** Tenants with subscriptions that are projected into the partner's; undefined, and a remark, where they cannot be read. */
async function findProjected(
  { connection }: PartnerRun,
  remarks: Diagnostic[],
): Promise<ReadonlySet<Guid> | undefined> {
  const { arm, partnerTenant } = connection;
  const what = 'What customers delegated over Azure Lighthouse could not be read';
  try {
    const found = await orPartnerDiagnostic(listSubscriptions(arm), what);
    return new Set(found.map(({ tenantId }) => tenantId).filter((tenantId) => tenantId !== partnerTenant));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    remarks.push(...error.diagnostics.map((each) => ({ ...each, severity: 'warning' as const })));
    return undefined;
  }
}

function delegatingIn(relationships: readonly DelegatedRelationship[]): readonly Known[] {
  const known = relationships.flatMap(({ customer }) => (customer ? [customer] : []));
  const byId = new Map(known.map(({ tenantId, displayName }) => [tenantId, displayName ?? tenantId]));
  return [...byId].map(([tenantId, name]) => ({ tenantId, name }));
}

function begins(name: string, search: string | undefined): boolean {
  return search === undefined || name.toLowerCase().startsWith(search.toLowerCase());
}

async function withSubscriptions(
  run: PartnerRun,
  reading: CustomerReading,
  remarks: Diagnostic[],
): Promise<CustomerReading> {
  const customer = { tenantId: reading.tenantId as Guid, isCustomer: reading.isReseller };
  try {
    const { subscriptions, unreached = [] } = await readSubscriptions(run.connection, customer, run.target);
    remarks.push(
      ...unreached.map((each) => ({ ...each, severity: 'warning' as const, customer: reading.name })),
    );
    return { ...reading, subscriptions };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(error.diagnostics.map((each) => ({ ...each, customer: reading.name })));
  }
}

function nobody(search: string | undefined): string {
  return search === undefined
    ? 'You have no customers yet. To ask one: tilldela relationship request DOMAIN'
    : `No customer's name or domain begins with "${search}".`;
}
