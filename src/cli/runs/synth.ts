import path from 'node:path';
import type { OtherParts } from '../../configuration';
import { combineExitCodes, type ExitCode } from '../exit-code';
import { offerProvider } from '../provider-package';
import { chooseCloud, chooseCustomers, openProject } from '../project';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { findOrphanedLocks, synthesize } from '../synthesis';
import { findDeclarationDates } from '../declaration-dates';

export interface SynthArguments {
  readonly customers: readonly string[];
  readonly cloud?: string | undefined;
  readonly asOf?: string | undefined;
}

/** `tilldela synth`: the customers' files as Terraform configurations, for whichever engine. Needs no network. */
export async function runSynth(asked: SynthArguments, session: Session): Promise<ExitCode> {
  const { customers, diagnostics, project, chosen } = await synthesizeAsked(asked, session, 'carried');
  await showDiagnostics(session, diagnostics);
  for (const { customer } of customers)
    offerProvider(path.join(project.outdir, 'stacks', customer, 'cdk.tf.json'));
  const folder = path.relative(session.folder, project.outdir) || '.';
  session.terminal.message(`Synthesized ${customers.length} of ${counted(chosen, 'customer')} to ${folder}.`);
  return codeFor(diagnostics);
}

/** `tilldela validate`: synth, and every check that needs no network. */
export async function runValidate(asked: SynthArguments, session: Session): Promise<ExitCode> {
  const { customers, diagnostics } = await synthesizeAsked(asked, session);
  const dated = customers.flatMap(({ draft }) =>
    findDeclarationDates(draft, instantOf(asked.asOf, session.now)),
  );
  await showDiagnostics(session, [...diagnostics, ...dated]);
  const code = codeFor([...diagnostics, ...dated]);
  const grants = customers.reduce((sum, { draft }) => sum + draft.resources.length, 0);
  if (code === 0)
    session.terminal.data(`Valid: ${counted(customers.length, 'customer')}, ${counted(grants, 'grant')}.`);
  return combineExitCodes([code]);
}

async function synthesizeAsked(
  { cloud: asked, customers }: SynthArguments,
  session: Session,
  others: OtherParts = 'refused',
) {
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked, project.context);
  const orphaned = customers.length === 0 ? findOrphanedLocks(project, cloud) : [];
  const files = await chooseCustomers(project, customers);
  const synthesis = await session.terminal.progress('Synthesizing', () =>
    synthesize(project, cloud, files, others),
  );
  return {
    ...synthesis,
    diagnostics: [...orphaned, ...synthesis.diagnostics],
    project,
    chosen: files.length,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
