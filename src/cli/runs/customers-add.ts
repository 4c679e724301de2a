import path from 'node:path';
import { aliasesFor, customerFileName, customerSkeleton } from '../../authoring';
import { fail } from '../../diagnostics';
import { readSubscriptions, requirePartnerCustomer } from '../../provider';
import { exitCodes, type ExitCode } from '../exit-code';
import { writeCustomerFile } from '../new-customer';
import { withPartner, type PartnerArguments } from '../partner';
import { showDiagnostics, type Session } from '../session';

export interface CustomersAddArguments extends PartnerArguments {
  /** Domain, name or id of the tenant. */
  readonly customer: string;
  /** Of the file; default: from the name of the company. */
  readonly name?: string | undefined;
}

/** `tilldela customers add CUSTOMER`: the customer's file, with its tenant and subscriptions and no grant. */
export function runCustomersAdd(asked: CustomersAddArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const customer = await requirePartnerCustomer(run.connection, asked.customer);
    const { tenantId, domain } = customer;
    const present = run.declared.find((each) => each.tenantId === tenantId);
    if (present) {
      fail('customer_declared', {
        customer: present.customer,
        detail: `Tenant ${tenantId} is that of ${present.customer}.`,
        hint: `tilldela plan ${present.customer}`,
      });
    }
    const name = asked.name ?? customerFileName(customer.name);
    const read = await readSubscriptions(run.connection, { tenantId, isCustomer: true }, run.target);
    const subscriptions = read.subscriptions.filter(({ sold }) => sold === undefined || sold === 'active');
    const aliases = aliasesFor(name, subscriptions);
    const channel = read.channel ?? 'aobo'; // by which a customer is reached once it accepted
    const skeleton = { customer: name, tenantId, domain, subscriptions: aliases };
    const text = customerSkeleton({ ...skeleton, reads: channel, writes: channel });
    const { file } = writeCustomerFile(run.project, name, text, {
      code: 'customer_declared',
      hint: `Give the file another name:\n\ntilldela customers add ${asked.customer} --name NAME`,
    });
    const written = path.relative(run.project.folder, file);
    if (asked.json) session.terminal.data(JSON.stringify({ customer: name, file: written, tenantId }));
    else
      session.terminal.data(
        `Wrote ${written}: ${customer.name}, ${aliases.length} subscription${aliases.length === 1 ? '' : 's'}.`,
      );
    const unreached = (read.unreached ?? []).map((each) => ({ ...each, severity: 'warning' as const }));
    await showDiagnostics(session, unreached);
    session.terminal.message(
      `It grants nothing yet. Write grants in it and plan them, or take over what is there:\n\n  tilldela plan ${name}\n  tilldela adopt ${name}`,
    );
    return exitCodes.done;
  });
}
