import type { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import { diagnostic, hasErrors, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import { byText } from '../../model';
import { customerFileThrew } from './customer-file-error';
import { CustomerStack } from '../customer-stack';
import { CustomerFileLoader } from './load-customer-file';
import { diagnosticsOf } from '../report';
import { relativeToProject } from '../user-position';

/** A customer and the absolute path of the file that declares it. */
export interface CustomerFile {
  readonly customer: string;
  readonly file: string;
}

/** What running one customer file came to. */
export interface DeclaredCustomer {
  readonly customer: string;
  /** What the file added to the app: the customer's stack, and any plain stacks beside it. */
  readonly constructs: readonly IConstruct[];
  /** What is wrong with the file as a whole. */
  readonly problem: Diagnostic | undefined;
}

/** Runs all the files, in the order of customers. */
export async function declareAll(
  app: App,
  projectFolder: string,
  files: readonly CustomerFile[],
): Promise<readonly DeclaredCustomer[]> {
  const loader = new CustomerFileLoader(projectFolder);
  const declared: DeclaredCustomer[] = [];
  try {
    // One after the other: what a file adds to the app is what is new after it ran.
    for (const file of [...files].sort(byText(({ customer }) => customer))) {
      declared.push(await declareCustomer(app, loader, file));
    }
  } finally {
    loader.close();
  }
  return declared;
}

/** Runs one customer file. Never throws because of what the file does. */
async function declareCustomer(
  app: App,
  loader: CustomerFileLoader,
  customerFile: CustomerFile,
): Promise<DeclaredCustomer> {
  const before = new Set(app.node.children);
  const thrown = await runFile(app, loader, customerFile);
  const constructs = app.node.children.filter((child) => !before.has(child));
  for (const construct of constructs) if (construct instanceof CustomerStack) construct.completeAutomation();
  const problem = thrown ?? checkStack(constructs, loader, customerFile);
  const declared = { customer: customerFile.customer, constructs, problem };
  // At once, so that a file that takes another customer's name spoils only itself.
  if (hasErrors(diagnosticsOfCustomer(declared))) removeFrom(app, declared);
  return declared;
}

async function runFile(
  app: App,
  loader: CustomerFileLoader,
  customerFile: CustomerFile,
): Promise<Diagnostic | undefined> {
  try {
    const declare = await loader.load(customerFile.file);
    if (!declare)
      return problemIn(customerFile, loader, 'no_default_export', 'The default export is no function.');
    await declare(app);
    return undefined;
  } catch (error) {
    return customerFileThrew(error, { ...customerFile, projectFolder: loader.projectFolder });
  }
}

function checkStack(
  constructs: readonly IConstruct[],
  loader: CustomerFileLoader,
  customerFile: CustomerFile,
): Diagnostic | undefined {
  const { customer } = customerFile;
  const ids = constructs.filter((construct) => construct instanceof CustomerStack).map(({ node }) => node.id);
  if (ids.length === 1 && ids[0] === customer) return undefined;
  const made = ids.length === 0 ? 'no customer' : ids.map((id) => `"${id}"`).join(', ');
  return problemIn(
    customerFile,
    loader,
    'no_customer_stack',
    `The file makes ${made} instead of one "${customer}".`,
  );
}

function problemIn(
  { customer, file }: CustomerFile,
  { projectFolder }: CustomerFileLoader,
  code: DiagnosticCode,
  detail: string,
): Diagnostic {
  const source = { file: relativeToProject(projectFolder, file), line: 1 };
  return diagnostic(code, { detail, customer, source });
}

/** All that is wrong with a customer, in the order in which a reader of the file meets it. */
export function diagnosticsOfCustomer({
  customer,
  constructs,
  problem,
}: DeclaredCustomer): readonly Diagnostic[] {
  const lineOf = ({ source }: Diagnostic) => source?.line ?? 0;
  const reported = constructs.flatMap(diagnosticsOf).map((entry) => ({ ...entry, customer }));
  return [...(problem ? [problem] : []), ...reported].sort((left, right) => lineOf(left) - lineOf(right));
}

/** True where the file came so far as to say what the customer's stack looks after, wrong or not. */
export function hasStack({ constructs }: DeclaredCustomer): boolean {
  return constructs.some((construct) => construct instanceof CustomerStack);
}

/** Takes a customer out of the app, so that nothing of it is written. */
export function removeFrom(app: App, { constructs }: DeclaredCustomer): void {
  for (const { node } of constructs) app.node.tryRemoveChild(node.id);
}
