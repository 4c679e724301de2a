import { diagnostic, DiagnosticError, fail } from '../../diagnostics';
import { parseGuid, type PartnerCustomer } from '../../model';
import type { CustomerSearch, PartnerCenter } from '../../azure';
import { findTenantId } from '../find-customer';
import { orPartnerDiagnostic } from './partner-diagnostic';
import type { PartnerConnection } from './partner-connection';

const what = 'The customers could not be read from Partner Center';

/** Page by page: all, or those whose name or a domain begins with the text. Throws DiagnosticError. */
export async function* listPartnerCustomers(
  { partnerCenter }: PartnerConnection,
  text?: string,
): AsyncGenerator<readonly PartnerCustomer[]> {
  const seen = new Set<string>();
  const searches: readonly (CustomerSearch | undefined)[] =
    text === undefined
      ? [undefined]
      : [
          { field: 'CompanyName', value: text },
          { field: 'Domain', value: text },
        ];
  for (const search of searches) {
    for await (const page of read(partnerCenter, search)) {
      yield page.filter(({ tenantId }) => !seen.has(tenantId));
      for (const { tenantId } of page) seen.add(tenantId);
    }
  }
}

/**
 * The customer that is meant by the id of its tenant, a domain, or its name; undefined where Partner Center has none.
 * Throws `customer_ambiguous` where it has several.
 */
export async function findPartnerCustomer(
  connection: PartnerConnection,
  text: string,
): Promise<PartnerCustomer | undefined> {
  const tenantId = parseGuid(text);
  if (tenantId) return orPartnerDiagnostic(connection.partnerCenter.customer(tenantId), what);
  const found: PartnerCustomer[] = [];
  for await (const page of listPartnerCustomers(connection, text)) found.push(...page);
  const [meant, ...others] = found.filter((customer) => isCalled(customer, text));
  if (!meant) return text.includes('.') ? findByOtherDomain(connection, text, found) : undefined;
  if (others.length === 0) return meant;
  return fail('customer_ambiguous', {
    detail: `"${text}" is said of ${others.length + 1} customers:\n${listOf([meant, ...others])}`,
    hint: 'Say the id of the tenant in place of it.',
  });
}

/** As {@link findPartnerCustomer}; throws `customer_not_found` where there is none. */
export async function requirePartnerCustomer(
  connection: PartnerConnection,
  text: string,
): Promise<PartnerCustomer> {
  const found = await findPartnerCustomer(connection, text);
  if (found) return found;
  throw new DiagnosticError([
    diagnostic('customer_not_found', {
      detail: `Partner Center has no customer "${text}": the reseller relationship was never accepted, or it ended.`,
      hint: `See who there is, or ask a tenant to become one:\n\ntilldela customers\ntilldela relationship request ${text}`,
    }),
  ]);
}

async function* read(partnerCenter: PartnerCenter, search: CustomerSearch | undefined) {
  const pages = partnerCenter.customers(search);
  for (;;) {
    const page = await orPartnerDiagnostic(pages.next(), what);
    if (page.done) return;
    yield page.value;
  }
}

/** Partner Center tells one domain of each customer and finds them by all. Whose it is, sign-in knows. */
async function findByOtherDomain(
  { environment }: PartnerConnection,
  domain: string,
  found: readonly PartnerCustomer[],
): Promise<PartnerCustomer | undefined> {
  if (found.length === 0) return undefined;
  const owner = await findTenantId(environment, domain);
  return found.find(({ tenantId }) => tenantId === owner);
}

function isCalled({ domain, name }: PartnerCustomer, text: string): boolean {
  return [domain, name].some((each) => each.toLowerCase() === text.toLowerCase());
}

function listOf(customers: readonly PartnerCustomer[]): string {
  const shown = customers.slice(0, 5).map(({ tenantId, name, domain }) => `${tenantId}  ${name}  ${domain}`);
  return [...shown, ...(customers.length > 5 ? [`and ${customers.length - 5} more`] : [])].join('\n');
}
