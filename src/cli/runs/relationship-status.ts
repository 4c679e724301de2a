import pLimit from 'p-limit';
import { hasErrors } from '../../diagnostics';
import { jsonText, relationshipReport, renderRelationships, type RelationshipReading } from '../../report';
import { exitCodes, combineExitCodes, type ExitCode } from '../exit-code';
import { findParties, withPartner, type PartnerArguments, type PartnerRun } from '../partner';
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
    const states = await Promise.all(parties.map((party) => limit(() => stateAmong(run, party, all))));
    const readings = await Promise.all(states.map((state) => readingOf(run, state)));
    const { terminal } = session;
    if (asked.json) terminal.data(jsonText(relationshipReport(readings, run.cloud)));
    else if (readings.length > 0) terminal.data(renderRelationships(readings, terminal));
    await showDiagnostics(session, [...run.diagnostics, ...states.flatMap(remarksOn)]);
    return combineExitCodes([
      ...states.map(codeOf),
      ...(hasErrors(run.diagnostics) ? [exitCodes.error] : []),
    ]);
  });
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
