import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../diagnostics';
import { handOffPack, type HandOffPack } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import type { PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { codeFor, showDiagnostics, type Session } from '../session';
import { withFleet, type FleetArguments } from './fleet';
import { whatIsWrong } from './plan';

export interface HandOffArguments extends FleetArguments {
  readonly out?: string | undefined;
}

/** `tilldela handoff`: what the customer's administrator is to do, since no channel can. Never writes to Azure. */
export function runHandOff(asked: HandOffArguments, session: Session): Promise<ExitCode> {
  return withFleet(asked, session, async (fleet) => {
    const context = reportContext(session, fleet.cloud);
    await showDiagnostics(session, [
      ...fleet.diagnostics,
      ...fleet.planned.flatMap(({ plan }) => whatIsWrong(plan)),
    ]);
    for (const entry of fleet.planned) {
      const pack = handOffPack(entry.plan, askingOf(entry), context);
      if (!pack) session.terminal.message(`${entry.customer}: nothing is handed off.`);
      else if (asked.out === undefined) session.terminal.data(pack.page);
      else save(pack, path.resolve(session.folder, asked.out), session);
    }
    const isRead = fleet.planned.every(({ plan }) => plan.unread.length === 0);
    return codeFor(fleet.diagnostics, [isRead ? exitCodes.done : exitCodes.error]);
  });
}

function askingOf({ draft: { declaration } }: PlannedCustomer) {
  const { tenant, adminAgents } = declaration.partner;
  return { partnerTenant: tenant, adminAgents };
}

function save({ files }: HandOffPack, folder: string, { terminal }: Session): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(path.join(folder, name), text);
  } catch (error) {
    fail('usage', { detail: `The pack could not be saved: ${(error as Error).message}.` });
  }
  terminal.message(files.map(({ name }) => `Saved ${path.join(folder, name)}`).join('\n'));
}
