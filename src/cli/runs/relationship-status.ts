import pLimit from 'p-limit';
import { DiagnosticError, hasErrors, type Diagnostic } from '../../diagnostics';
import type { DelegatedRelationship } from '../../model';
import { jsonText, relationshipReport, renderRelationships, type RelationshipReading } from '../../report';
import { exitCodes, combineExitCodes, type ExitCode } from '../exit-code';
import { findParties, withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import type { Party } from '../party';
import { remarksOn, stateAmong, type RelationshipState } from '../relationship-state';
import { showDiagnostics, type Session } from '../session';

export interface StatusArguments extends PartnerArguments {
  readonly customers: readonly string[];
}

/** Customers whose groups are read at once. */
const customersAtOnce = 8;

/** `tilldela relationship status`: 2 where one is pending or differs, 1 where one has ended. Writes nothing anywhere. */
export function runRelationshipStatus(asked: StatusArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const parties = await findParties(run, asked.customers);
    const all = await run.relationships.list();
    const limit = pLimit(customersAtOnce);
    const failures: Diagnostic[] = [];
    const results = await Promise.all(
      parties.map((party) =>
        limit(() => readOne(run, party, all).catch((error) => failed(error, party, failures))),
      ),
    );
    const read = results.filter((each) => each !== undefined);
    const states = read.map(({ state }) => state);
    const readings = read.map(({ reading }) => reading);
    const { terminal } = session;
    if (asked.json) terminal.data(jsonText(relationshipReport(readings, run.cloud)));
    else if (readings.length > 0) terminal.data(renderRelationships(readings, terminal));
    const problems = [...run.diagnostics, ...failures];
    await showDiagnostics(session, [...problems, ...states.flatMap(remarksOn)]);
    return combineExitCodes([...states.map(codeOf), ...(hasErrors(problems) ? [exitCodes.error] : [])]);
  });
}

async function readOne(run: PartnerRun, party: Party, all: readonly DelegatedRelationship[]) {
  const state = await stateAmong(run, party, all);
  return { state, reading: await readingOf(run, state) };
}

/** One customer that cannot be read does not keep the others from being shown. */
function failed(error: unknown, { name }: Party, failures: Diagnostic[]): undefined {
  if (!(error instanceof DiagnosticError)) throw error;
  failures.push(...error.diagnostics.map((each) => ({ ...each, customer: name })));
}

/** What a state is to a nightly job. */
export function codeOf(state: RelationshipState): ExitCode {
  const remarks = remarksOn(state);
  if (hasErrors(remarks)) return exitCodes.error;
  return remarks.length > 0 || state.differences.length > 0 ? exitCodes.changes : exitCodes.done;
}

async function readingOf(
  { relationships }: PartnerRun,
  { party, standing, access, differences }: RelationshipState,
): Promise<RelationshipReading> {
  const groupNames = await relationships.nameGroups(access.map(({ groupId }) => groupId));
  const { name: customer, tenantId, declared } = party;
  return {
    customer,
    tenantId,
    isDeclared: declared !== undefined,
    standing,
    access,
    differences,
    groupNames,
  };
}
