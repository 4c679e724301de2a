import path from 'node:path';
import pLimit from 'p-limit';
import { withoutSecrets } from '../../azure';
import { DiagnosticError, hasErrors, type Diagnostic } from '../../diagnostics';
import { isOver } from '../../model';
import { asTerraformWould, type Plan } from '../../plan';
import { findTool, openStack, ProviderLocks, type Known, type Stack, type StackPlan } from '../../terraform';
import type { PlannedCustomer } from '../plan-customer';
import { offerProvider } from '../provider-package';
import type { Fleet } from '../runs/fleet';
import type { Session } from '../session';
import { findingsOf, whatForbids } from './findings';
import { knownOf } from './known-resources';
import { terraformVariables } from './login-variables';
import { pluginCacheVariables } from './plugin-cache';

/** What became of planning one customer's stack. */
export interface PlannedStack {
  readonly entry: PlannedCustomer;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where it could not be planned; the diagnostics say why. */
  readonly made?: {
    readonly stack: Stack;
    readonly known: readonly Known[];
    readonly plan: StackPlan;
    /** What the checks judge. */
    readonly judged: Plan;
  };
}

export interface StacksOptions {
  /** Stacks that are worked on at once. */
  readonly jobs: number;
  /** Once aborted, nothing more is begun and what runs is asked to finish. */
  readonly signal: AbortSignal;
}

/** Plans the stacks of all customers; each by itself, so that what is wrong with one is nothing to the others. */
export async function planStacks(
  fleet: Fleet,
  session: Session,
  { jobs, signal }: StacksOptions,
): Promise<PlannedStack[]> {
  const tool = findTool(process.env);
  const environment = {
    ...pluginCacheVariables(fleet.project.stateFolder, process.env),
    ...terraformVariables(fleet.target, session.folder, process.env),
  };
  const locks = new ProviderLocks();
  const limit = pLimit(jobs);
  const oneAtATime = pLimit(1);
  let done = 0;
  return session.terminal.progress('Planning with Terraform', (update) =>
    Promise.all(
      fleet.planned.map((entry) =>
        limit(async () => {
          const folder = path.join(fleet.project.outdir, 'stacks', entry.customer);
          const workFolder = path.join(fleet.project.stateFolder, 'terraform', entry.customer);
          const stack = openStack({
            customer: entry.customer,
            folder,
            workFolder,
            tool,
            environment,
            signal,
          });
          const planned = await planAlone(entry, stack, async () => {
            offerProvider(path.join(folder, 'cdk.tf.json'));
            await oneAtATime(() => stack.init(locks));
          });
          update(`Planning with Terraform: ${++done} of ${fleet.planned.length} customers`);
          return planned;
        }),
      ),
    ),
  );
}

async function planAlone(
  entry: PlannedCustomer,
  stack: Stack,
  prepare: () => Promise<void>,
): Promise<PlannedStack> {
  const errors = whatForbids(entry.plan);
  if (errors.length > 0) return { entry, diagnostics: errors };
  try {
    await prepare();
    const known = knownOf(entry.plan, revokedIn(entry));
    const plan = await stack.plan(known);
    const view = asTerraformWould(entry.plan, plan.plan.resource_changes);
    const diagnostics = findingsOf(entry, plan.plan, view);
    if (!hasErrors(diagnostics))
      return { entry, made: { stack, known, plan, judged: view.plan }, diagnostics };
    stack.close();
    return { entry, diagnostics };
  } catch (error) {
    return { entry, diagnostics: diagnosticsIn(error) };
  }
}

/** The diagnostics that somebody threw. What Terraform prints may echo what it was given. */
export function diagnosticsIn(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics.map((each) => ({ ...each, detail: withoutSecrets(each.detail) }));
}

/** What is taken back, and what has ended: both stand in the configuration with a count of 0. */
function revokedIn({ draft, plan: { asOf } }: PlannedCustomer): ReadonlySet<string> {
  const isNone = ({ revoked, until }: (typeof draft.definitions)[number]): boolean =>
    revoked || (until !== undefined && isOver(until, asOf));
  return new Set(draft.definitions.filter(isNone).map(({ address }) => address));
}
