import pLimit from 'p-limit';
import { doctorReport, isSound, jsonText, renderDoctor } from '../../report';
import { examine } from '../doctor/examine';
import { exitCodes, type ExitCode } from '../exit-code';
import { chooseCloud, chooseCustomers, openProject } from '../project';
import { reportContext } from '../report-context';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { synthesize } from '../synthesis';
import { openTarget } from '../target';

export interface DoctorArguments {
  readonly customers: readonly string[];
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Customers that are looked at at once. */
const customersAtOnce = 4;

/** `tilldela doctor`: what is missing between here and a change, and who can mend it. Never writes to Azure. */
export async function runDoctor(asked: DoctorArguments, session: Session): Promise<ExitCode> {
  const project = openProject(session.folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const files = await chooseCustomers(project, asked.customers);
  const { customers, diagnostics } = await synthesize(project, cloud, files);
  await showDiagnostics(session, diagnostics);
  const asOf = instantOf(undefined, session.now);
  const target = await openTarget(cloud, session.folder);
  const limit = pLimit(customersAtOnce);
  try {
    const examinations = await session.terminal.progress('Asking Azure', () =>
      Promise.all(customers.map((customer) => limit(() => examine(customer, target, asOf)))),
    );
    const context = reportContext(session, cloud);
    if (asked.json) {
      const values = examinations.map((each) => doctorReport(each, context));
      session.terminal.data(jsonText({ formatVersion: '1', customers: values }));
    } else session.terminal.data(examinations.map((each) => renderDoctor(each, context)).join('\n\n'));
    return codeFor(diagnostics, [examinations.every(isSound) ? exitCodes.done : exitCodes.error]);
  } finally {
    await target.close();
  }
}
