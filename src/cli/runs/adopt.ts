import { readFileSync, writeFileSync } from 'node:fs';
import pLimit from 'p-limit';
import { aliasesFor, fillSubscriptions } from '../../authoring';
import { diagnostic, DiagnosticError, fail, type Diagnostic } from '../../diagnostics';
import { byText } from '../../model';
import { findSubscriptions } from '../../provider';
import { adoptCustomer, isSkeleton, type AdoptedCustomer, type AdoptionRun } from '../adopt-customer';
import { connectionOf } from '../connection-of';
import { exitCodes, type ExitCode } from '../exit-code';
import { writeNewCustomer } from '../new-customer';
import { chooseCloud, chooseCustomers, openProject, type CustomerFile } from '../project';
import { recordAdoptions } from '../record-adoptions';
import { RoleBook } from '../role-book';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { synthesize, type SynthesizedCustomer } from '../synthesis';
import { openTarget } from '../target';

export interface AdoptArguments {
  /** Names or patterns. */
  readonly customers: readonly string[];
  readonly all?: boolean | undefined;
  /** Id or domain of the tenant of a customer who has no file yet. */
  readonly tenant?: string | undefined;
  readonly cloud?: string | undefined;
}

/** Customers that are read from Azure at once. */
const customersAtOnce = 4;

/**
 * `tilldela adopt`: what customers' Azure has, written as TypeScript and recorded in lock files. Fills only files that grant
 * nothing yet, so that it can be run again for what failed. Writes nothing to Azure.
 */
export async function runAdopt(asked: AdoptArguments, session: Session): Promise<ExitCode> {
  checkUsage(asked);
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const asOf = instantOf(undefined, session.now);
  const roleBook = new RoleBook(project);
  const target = await openTarget(cloud, session.folder);
  const run: AdoptionRun = { project, cloud, target, asOf, roleBook };
  try {
    const [newcomer = ''] = asked.customers;
    if (asked.tenant !== undefined) await writeNewCustomer(project, newcomer, asked.tenant, target);
    const files = await chooseCustomers(project, asked.customers).catch(withTenantHint);
    const { customers, diagnostics } = await session.terminal.progress('Synthesizing', () =>
      synthesize(project, cloud, files),
    );
    const outcomes = await session.terminal.progress('Reading Azure', (update) =>
      adoptAll(files, customers, asked, run, update),
    );
    return await report(
      { asked: files.length, diagnostics: [...diagnostics, ...roleBook.diagnostics], outcomes },
      session,
    );
  } finally {
    await target.close();
  }
}

function checkUsage({ customers, all, tenant }: AdoptArguments): void {
  if (customers.length > 0 === (all === true))
    fail('usage', {
      detail: 'Name the customers, or say --all for every one whose file grants nothing yet.',
    });
  if (tenant !== undefined && customers.length !== 1)
    fail('usage', { detail: '--tenant is that of one customer: adopt CUSTOMER --tenant DOMAIN.' });
}

/** Whoever adopts a customer that has no file yet has to say where it is. */
function withTenantHint(error: unknown): never {
  if (!(error instanceof DiagnosticError)) throw error;
  const hint = 'A customer without a file is named with its tenant:\n\ntilldela adopt NAME --tenant DOMAIN';
  throw new DiagnosticError(
    error.diagnostics.map((each) => (each.code === 'unknown_customer' ? { ...each, hint } : each)),
  );
}

type Outcome =
  | ({ readonly kind: 'adopted' } & AdoptedCustomer)
  | {
      readonly kind: 'recorded';
      readonly customer: string;
      /** Declared grants that exist under another name, now in the lock file. */
      readonly recorded: number;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: 'skipped' | 'failed';
      readonly customer: string;
      readonly diagnostics: readonly Diagnostic[];
    };

async function adoptAll(
  files: readonly CustomerFile[],
  customers: readonly SynthesizedCustomer[],
  asked: AdoptArguments,
  run: AdoptionRun,
  update: (label: string) => void,
): Promise<readonly Outcome[]> {
  const limit = pLimit(customersAtOnce);
  // What is left of a run that was stopped goes first: those that were done take as long, and come to nothing.
  const inTurn = customers.toSorted((left, right) => Number(isSkeleton(right)) - Number(isSkeleton(left)));
  let done = 0;
  const outcomes = await Promise.all(
    inTurn.map((synthesized) =>
      limit(async () => {
        const file = files.find(({ customer }) => customer === synthesized.customer);
        const outcome = await adoptOne(file, synthesized, asked, run);
        update(`Reading Azure: ${++done} of ${customers.length} customers`);
        return outcome;
      }),
    ),
  );
  return outcomes.sort(byText(({ customer }) => customer));
}

async function adoptOne(
  file: CustomerFile | undefined,
  synthesized: SynthesizedCustomer,
  { all }: AdoptArguments,
  run: AdoptionRun,
): Promise<Outcome> {
  const { customer } = synthesized;
  try {
    if (!file || !isSkeleton(synthesized)) {
      const recorded = await recordAdoptions(synthesized, run);
      if (recorded > 0) return { kind: 'recorded', customer, recorded, diagnostics: [] };
      return all
        ? { kind: 'skipped', customer, diagnostics: [] }
        : { kind: 'failed', customer, diagnostics: [hasGrants(customer)] };
    }
    const skeleton = await withSubscriptions(file, synthesized, run);
    return { kind: 'adopted', ...(await adoptCustomer(file, skeleton, run)) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return {
      kind: 'failed',
      customer,
      diagnostics: error.diagnostics.map((each) => ({ ...each, customer })),
    };
  }
}

function hasGrants(customer: string): Diagnostic {
  return diagnostic('adoption_refused', {
    customer,
    detail: `The file of ${customer} declares access already, and adopt never writes over what somebody declared.`,
    hint: `tilldela drift ${customer}`,
  });
}

/** A customer of which only the tenant is declared gets all subscriptions that can be seen there. */
async function withSubscriptions(
  file: CustomerFile,
  synthesized: SynthesizedCustomer,
  { project, cloud, target }: AdoptionRun,
): Promise<SynthesizedCustomer> {
  const { customer } = file;
  const { subscriptions, managementGroups } = synthesized.draft.declaration;
  if (Object.keys({ ...subscriptions, ...managementGroups }).length > 0) return synthesized;
  const found = await findSubscriptions(connectionOf(synthesized, target));
  const text = fillSubscriptions(readFileSync(file.file, 'utf8'), aliasesFor(customer, found));
  if (found.length === 0 || text === undefined) {
    fail('adoption_refused', {
      customer,
      detail:
        found.length === 0
          ? `Whoever reads sees no subscription of ${customer}.`
          : `The file of ${customer} declares no subscription, and not as \`subscriptions: {},\` on a line of its own.`,
      hint: 'Write the subscriptions into the file: `subscriptions: { production: "…" },`',
    });
  }
  writeFileSync(file.file, text);
  const again = await synthesize(project, cloud, [file]);
  const [filled] = again.customers;
  if (!filled) throw new DiagnosticError(again.diagnostics);
  return filled;
}

interface Outcomes {
  /** Files that were chosen. */
  readonly asked: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly outcomes: readonly Outcome[];
}

async function report({ asked, diagnostics, outcomes }: Outcomes, session: Session): Promise<ExitCode> {
  const { terminal } = session;
  const shown = outcomes.flatMap((outcome) =>
    outcome.kind === 'adopted' ? outcome.warnings : outcome.diagnostics,
  );
  const adopted = outcomes.filter((outcome) => outcome.kind === 'adopted');
  const skipped = outcomes.filter(({ kind }) => kind === 'skipped');
  for (const outcome of adopted) terminal.data(adoptedLine(outcome));
  await showDiagnostics(session, [...diagnostics, ...shown]);
  const recorded = outcomes.filter((outcome) => outcome.kind === 'recorded');
  for (const outcome of recorded) terminal.data(recordedLine(outcome));
  const failed = asked - adopted.length - recorded.length - skipped.length;
  terminal.message(
    [
      `Adopted ${adopted.length + recorded.length} of ${asked} ${asked === 1 ? 'customer' : 'customers'}.`,
      ...(skipped.length > 0 ? [`${skipped.length} declared access already.`] : []),
      ...(failed > 0 ? [`${failed} failed; run the command again for them.`] : []),
    ].join(' '),
  );
  return failed > 0 ? exitCodes.error : codeFor([...diagnostics, ...shown]);
}

function recordedLine({ customer, recorded }: Extract<Outcome, { kind: 'recorded' }>): string {
  return `Adopted ${customer}: ${recorded} of its grants existed under another name, now in its lock file`;
}

function adoptedLine({ customer, file, grants, leftOut }: AdoptedCustomer): string {
  const counted = `${grants} ${grants === 1 ? 'grant' : 'grants'}`;
  const rest = leftOut === 0 ? '' : `; ${leftOut} more in the comment at its end`;
  return `Adopted ${customer}: ${counted} in ${file}${rest}`;
}
