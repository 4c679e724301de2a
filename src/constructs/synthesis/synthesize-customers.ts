import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdktf';
import { hasErrors, type Diagnostic } from '../../diagnostics';
import type { RoleFile } from '../../catalogue';
import type { Cloud, Lock } from '../../model';
import { checkSharedScopes } from './check-shared-scopes';
import {
  declareAll,
  diagnosticsOfCustomer,
  hasStack,
  removeFrom,
  type CustomerFile,
} from './declare-customer';
import { setProjectContext } from '../project-context';
import { pruneStacks, writeStacks } from './write-stacks';

interface SynthesisRequest {
  /** Absolute path; source positions are relative to it. */
  readonly projectFolder: string;
  readonly files: readonly CustomerFile[];
  /** Files that are run to know what they look after, and of which nothing is written. */
  readonly beside?: readonly CustomerFile[];
  /** The output folder, usually `cdktf.out` of the project. Made where it is missing. */
  readonly outdir: string;
  readonly cloud: Cloud;
  /** Lock files by customer: adopted assignments keep the names that they have in Azure. */
  readonly locks: ReadonlyMap<string, Lock>;
  /** Roles beyond the bundled ones. Default: none. */
  readonly roleFile?: RoleFile;
  /** Removes stacks of customers that are not among `files`. Only for a run over all customers. Default: false. */
  readonly prune?: boolean;
}

interface SynthesizedCustomer {
  readonly customer: string;
  /** Absolute path of the customer's `cdk.tf.json`. */
  readonly configurationFile: string;
}

export interface Synthesis {
  /** The customers that were written, sorted: those without errors. */
  readonly customers: readonly SynthesizedCustomer[];
  /** Of all customers, in the order of customers and of lines. */
  readonly diagnostics: readonly Diagnostic[];
  /** Customers whose files made no stack: what they look after is not known. */
  readonly unloaded: readonly string[];
}

/**
 * Turns customer files into Terraform configuration: one app, one stack for each customer. A customer with errors is not
 * written and hinders no other. Equal input gives equal bytes, whatever the order of files, the folder, the locale.
 */
export async function synthesizeCustomers(request: SynthesisRequest): Promise<Synthesis> {
  const { outdir, cloud, projectFolder, locks, roleFile, prune = false } = request;
  mkdirSync(outdir, { recursive: true }); // the CDK makes one level only
  const app = new App({ outdir });
  setProjectContext(app, cloud, { projectFolder, locks, ...(roleFile && { roleFile }) });
  const all = await declareAll(app, projectFolder, [...request.files, ...(request.beside ?? [])]);
  checkSharedScopes(all);
  const declared = all.filter(({ customer }) => request.files.some((file) => file.customer === customer));
  const sound = declared.filter((customer) => !hasErrors(diagnosticsOfCustomer(customer)));
  for (const customer of all) if (!sound.includes(customer)) removeFrom(app, customer);

  const failures = writeStacks(app, sound, projectFolder);
  if (prune) pruneStacks(app, request.files);
  return {
    customers: sound
      .filter((customer) => !failures.has(customer))
      .map(({ customer }) => ({
        customer,
        configurationFile: path.resolve(outdir, 'stacks', customer, 'cdk.tf.json'),
      })),
    diagnostics: declared.flatMap((customer) => [
      ...diagnosticsOfCustomer(customer),
      ...(failures.get(customer) ?? []),
    ]),
    unloaded: all.filter((customer) => !hasStack(customer)).map(({ customer }) => customer),
  };
}
