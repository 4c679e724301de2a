import { existsSync } from 'node:fs';
import path from 'node:path';
import pLimit from 'p-limit';
import { aliasesFor, customerFileName, customerSkeleton } from '../../authoring';
import { DiagnosticError, fail, hasErrors, type Diagnostic } from '../../diagnostics';
import type { PartnerCustomer } from '../../model';
import { listPartnerCustomers, readSubscriptions, requirePartnerCustomer } from '../../provider';
import { exitCodes, type ExitCode } from '../exit-code';
import { writeCustomerFile } from '../new-customer';
import { withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import { showDiagnostics, type Session } from '../session';

export interface CustomersAddArguments extends PartnerArguments {
  /** Domain, name or id of the tenant. */
  readonly customer?: string | undefined;
  /** Every customer in Partner Center that has no file. */
  readonly all?: boolean | undefined;
  /** Of the file; default: from the name of the company. */
  readonly name?: string | undefined;
}

/** Customers whose subscriptions are read at once. */
const customersAtOnce = 8;

/**
 * `tilldela customers add CUSTOMER | --all`: customers' files, with tenant and subscriptions and no grant. With `--all`
 * run again for what failed: who has a file is left alone.
 */
export function runCustomersAdd(asked: CustomersAddArguments, session: Session): Promise<ExitCode> {
  const { customer, name, all = false } = asked;
  if ((customer === undefined) !== all || (all && name !== undefined)) {
    fail('usage', {
      detail:
        'Name one customer, with --name if its file is to have another, or say --all for every one without a file.',
    });
  }
  return withPartner(asked, session, (run) =>
    customer === undefined ? addAll(run, asked, session) : addNamed(run, customer, asked, session),
  );
}

async function addNamed(
  run: PartnerRun,
  asked: string,
  { name, json }: CustomersAddArguments,
  session: Session,
): Promise<ExitCode> {
  const customer = await requirePartnerCustomer(run.connection, asked);
  const { tenantId } = customer;
  const present = run.declared.find((each) => each.tenantId === tenantId);
  if (present) {
    fail('customer_declared', {
      customer: present.customer,
      detail: `Tenant ${tenantId} is that of ${present.customer}.`,
      hint: `tilldela plan ${present.customer}`,
    });
  }
  const added = await add(run, customer, name ?? customerFileName(customer.name));
  session.terminal.data(json ? JSON.stringify(valueOf(added)) : addedLine(added));
  await showDiagnostics(session, added.unreached);
  session.terminal.message(
    `It grants nothing yet. Write grants in it and plan them, or take over what is there:\n\n  tilldela plan ${added.name}\n  tilldela adopt ${added.name}`,
  );
  return exitCodes.done;
}

interface Added {
  /** Of the file, without `.ts`. */
  readonly name: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly customer: PartnerCustomer;
  readonly subscriptions: number;
  readonly unreached: readonly Diagnostic[];
}

async function add(run: PartnerRun, customer: PartnerCustomer, name: string): Promise<Added> {
  const { tenantId, domain } = customer;
  const read = await readSubscriptions(run.connection, { tenantId, isCustomer: true }, run.target);
  const present = read.subscriptions.filter(({ sold }) => sold === undefined || sold === 'active');
  const subscriptions = aliasesFor(name, present);
  const channel = read.channel ?? 'aobo'; // by which a customer is reached once it accepted
  const skeleton = { customer: name, tenantId, domain, subscriptions };
  const text = customerSkeleton({ ...skeleton, reads: channel, writes: channel });
  const { file } = writeCustomerFile(run.project, name, text, {
    code: 'customer_declared',
    hint: `Give the file another name:\n\ntilldela customers add ${domain} --name NAME`,
  });
  return {
    name,
    file: path.relative(run.project.folder, file),
    customer,
    subscriptions: subscriptions.length,
    unreached: (read.unreached ?? []).map((each) => ({
      ...each,
      severity: 'warning' as const,
      customer: name,
    })),
  };
}

function addedLine({ file, customer, subscriptions }: Added): string {
  return `Wrote ${file}: ${customer.name}, ${subscriptions} subscription${subscriptions === 1 ? '' : 's'}.`;
}

function valueOf({ name, file, customer }: Added) {
  return { customer: name, file, tenantId: customer.tenantId };
}

/** As the pages come. A customer that fails is listed, and the others go on. */
async function addAll(run: PartnerRun, { json }: CustomersAddArguments, session: Session): Promise<ExitCode> {
  // Of a file that cannot be run nobody knows whose it is: its customer would get a second one.
  if (hasErrors(run.diagnostics)) throw new DiagnosticError(run.diagnostics);
  const { terminal } = session;
  const limit = pLimit(customersAtOnce);
  const declared = new Set(run.declared.map(({ tenantId }) => tenantId));
  const nameFor = namesIn(run);
  const added: Added[] = [];
  const failures: Diagnostic[] = [];
  const addOne = async (customer: PartnerCustomer): Promise<void> => {
    const name = nameFor(customer);
    try {
      const one = await add(run, customer, name);
      if (!json) terminal.data(addedLine(one));
      added.push(one);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      failures.push(...error.diagnostics.map((each) => ({ ...each, customer: name })));
    }
  };
  for await (const page of listPartnerCustomers(run.connection)) {
    const missing = page.filter(({ tenantId }) => !declared.has(tenantId));
    await Promise.all(missing.map((customer) => limit(() => addOne(customer))));
  }
  if (json) terminal.data(JSON.stringify({ customers: added.map(valueOf) }));
  await showDiagnostics(session, [
    ...run.diagnostics,
    ...added.flatMap((each) => each.unreached),
    ...failures,
  ]);
  const failed = new Set(failures.map(({ customer }) => customer)).size;
  terminal.message(
    [
      `Wrote ${added.length} ${added.length === 1 ? 'file' : 'files'}; ${declared.size} had one.`,
      ...(failed > 0 ? [`${failed} failed; run the command again for them.`] : []),
      ...(added.length > 0 ? ['What is there is taken over with:\n\n  tilldela adopt --all'] : []),
    ].join(' '),
  );
  return failed > 0 ? exitCodes.error : exitCodes.done;
}

/** Of two companies of one name the second goes by its domain, and at last by its tenant. */
function namesIn({ project }: PartnerRun): (customer: PartnerCustomer) => string {
  const taken = new Set<string>();
  const isFree = (name: string): boolean =>
    !taken.has(name) && !existsSync(path.join(project.customersFolder, `${name}.ts`));
  return ({ name, domain, tenantId }) => {
    const company = customerFileName(name);
    const candidates = [company, customerFileName(domain.split('.')[0] ?? domain)];
    const free = candidates.find(isFree) ?? `${company}-${tenantId}`;
    taken.add(free);
    return free;
  };
}
