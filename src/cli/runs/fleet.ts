import pLimit from 'p-limit';
import { diagnostic, DiagnosticError, type Diagnostic } from '../../diagnostics';
import type { Cloud } from '../../model';
import type { EngineArguments } from '../engine';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { chooseCloud, chooseCustomers, openProject, type Project } from '../project';
import { instantOf, type Session } from '../session';
import { findOrphanedLocks, synthesize, type SynthesizedCustomer } from '../synthesis';
import { openTarget, type Target } from '../target';

/** Customers that are read from Azure at once. */
const customersAtOnce = 4;

/** What the fleet commands (plan, drift, apply) are asked. */
export interface FleetArguments {
  /** Names or patterns; none means all. */
  readonly customers: readonly string[];
  readonly cloud?: string | undefined;
  readonly asOf?: string | undefined;
  /** Terraform makes also what is no access. Default: embedded. */
  readonly engine?: EngineArguments['engine'];
}

export interface Fleet {
  readonly project: Project;
  readonly cloud: Cloud;
  readonly target: Target;
  readonly planned: readonly PlannedCustomer[];
  /** What is wrong outside a single plan: customers that could not be synthesized, vanished files. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans the chosen customers, hands them to `use`, and ends what was started for it. */
export async function withFleet<Result>(
  asked: FleetArguments,
  session: Session,
  use: (fleet: Fleet) => Promise<Result>,
): Promise<Result> {
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const asOf = instantOf(asked.asOf, session.now);
  const orphaned = asked.customers.length === 0 ? findOrphanedLocks(project, cloud) : [];
  const files = await chooseCustomers(project, asked.customers).catch((error: unknown) => {
    // The last customer's file is gone: its lock file says more than "no customers".
    if (error instanceof DiagnosticError && orphaned.length > 0) throw new DiagnosticError(orphaned);
    throw error;
  });
  const synthesis = await session.terminal.progress('Synthesizing', () =>
    synthesize(project, cloud, files, asked.engine === 'terraform' ? 'carried' : 'refused'),
  );
  const target = await openTarget(cloud, session.folder);
  try {
    const planned = await session.terminal.progress('Reading Azure', (update) =>
      planAll(synthesis.customers, target, { cloud, asOf }, update),
    );
    return await use({
      project,
      cloud,
      target,
      planned,
      diagnostics: [...orphaned, ...synthesis.diagnostics, ...refusedRemovals(planned)],
    });
  } finally {
    await target.close();
  }
}

/** Said once, however many customers it concerns: it is mended in one place. */
function refusedRemovals(planned: readonly PlannedCustomer[]): Diagnostic[] {
  const [first] = planned.filter(({ plan, removalsRefused }) =>
    plan.unmanaged.some((access) => access.standing === 'held-back' && access.because === removalsRefused),
  );
  return first?.removalsRefused ? [diagnostic('removals_refused', { detail: first.removalsRefused })] : [];
}

async function planAll(
  customers: readonly SynthesizedCustomer[],
  target: Target,
  { cloud, asOf }: { cloud: Cloud; asOf: string },
  update: (label: string) => void,
): Promise<PlannedCustomer[]> {
  const limit = pLimit(customersAtOnce);
  let done = 0;
  return Promise.all(
    customers.map((customer) =>
      limit(async () => {
        const planned = await planCustomer(customer, target, cloud, asOf);
        update(`Reading Azure: ${++done} of ${customers.length} customers`);
        return planned;
      }),
    ),
  );
}
