import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aliasesFor, customerSkeleton } from '../authoring';
import { loadPartner } from '../constructs';
import { fail } from '../diagnostics';
import { parseGuid } from '../model';
import { findTenantId, reachCustomer } from '../provider';
import { partnerFileOf, type CustomerFile, type Project } from './project';
import type { Target } from './target';

/** Name of a customer and of its file, without `.ts`. */
const namePattern = /^[A-Za-z][\w-]*$/;

/**
 * Writes the file of a new customer: its tenant, the subscriptions that the caller sees there, the way that led to them,
 * and no grant. Throws a DiagnosticError where there is such a file, and what Azure answers.
 */
export async function writeNewCustomer(
  project: Project,
  customer: string,
  tenant: string,
  target: Target,
): Promise<CustomerFile> {
  checkFileName(customer);
  const { partner } = await loadPartner(project.folder, partnerFileOf(project));
  const tenantId = await findTenantId(target.environment, tenant);
  const { found, channel } = await reachCustomer(tenantId, { ...target, partnerTenant: partner.tenantId });
  const text = customerSkeleton({
    customer,
    tenantId,
    ...(parseGuid(tenant) === undefined && { domain: tenant }),
    subscriptions: aliasesFor(customer, found),
    reads: channel,
    writes: channel,
  });
  return writeCustomerFile(project, customer, text, {
    code: 'adoption_refused',
    hint: `If the customer has a file already, leave out --tenant:\n\ntilldela adopt ${customer}`,
  });
}

/** Writes the file of a customer that has none; throws `otherwise` where there is one, or none can be made. */
export function writeCustomerFile(
  project: Project,
  customer: string,
  text: string,
  otherwise: { readonly code: 'adoption_refused' | 'customer_declared'; readonly hint: string },
): CustomerFile {
  checkFileName(customer);
  const file = path.join(project.customersFolder, `${customer}.ts`);
  try {
    mkdirSync(project.customersFolder, { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    fail(otherwise.code, {
      customer,
      detail: `${path.relative(project.folder, file)} could not be made: ${(error as Error).message}.`,
      hint: otherwise.hint,
    });
  }
  return { customer, file };
}

function checkFileName(customer: string): void {
  if (namePattern.test(customer)) return;
  fail('invalid_name', {
    detail: `"${customer}" is no name for a customer's file.`,
    hint: 'A name begins with a letter and has letters, digits, `-` and `_`.',
  });
}
