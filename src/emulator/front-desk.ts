import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerArm, armError } from './arm/arm-surface';
import type { Context } from './context';
import { makeControlKey } from './control/control-key';
import { answerControl } from './control/control-surface';
import type { EmulatedClock } from './control/emulated-clock';
import { createTroublemaker, type Troublemaker } from './faults/misbehave';
import type { FaultScript } from './faults/fault-script';
import { describeRequest } from './faults/request-subject';
import { answerGraph } from './graph/graph-surface';
import type { Answer, Exchange } from './http/exchange';
import { loggedRequest } from './http/logged-request';
import { openRequestLog } from './http/request-log';
import { answerLogin } from './login/login-surface';
import { answerPartnerCenter } from './partner-center/partner-center-surface';
import type { Ledger } from './store/ledger';
import { findTenant, idKey } from './world/cloud';

/** Where every request arrives: it goes to its service, unless a fault comes between, and is written down. */
export interface FrontDesk {
  readonly controlKey: string;
  /** Does not reject. */
  respond(context: Context, exchange: Exchange): Promise<Answer>;
  close(): void;
}

/** @throws Error when the folder holds a fault script that cannot be read */
export async function openFrontDesk(options: {
  readonly folder?: string;
  readonly throttle?: boolean;
  readonly seed?: number;
  readonly clock: EmulatedClock;
  readonly ledger: Ledger;
}): Promise<FrontDesk> {
  const { folder, clock, ledger } = options;
  const trouble = createTroublemaker({
    seed: options.seed ?? 1,
    throttle: options.throttle ?? false,
    now: clock.now,
    ledger,
    tenantIdOf: (name) => {
      const id = findTenant(ledger.cloud, name)?.tenant.id;
      return id === undefined ? undefined : idKey(id);
    },
  });
  await readFaultFile(folder, trouble.script);
  const key = await makeControlKey(folder);
  const log = openRequestLog(folder);
  return {
    controlKey: key,
    close: () => log.close(),
    async respond(context, exchange) {
      const controlled = await answerControl({ key, script: trouble.script, log, clock }, context, exchange);
      if (controlled) return controlled;
      const [start, started] = [clock.now(), performance.now()];
      const subject = describeRequest(context, exchange);
      const { answer, faults } = await trouble.serve(context, exchange, subject, (seen) =>
        serve(seen, exchange, trouble),
      );
      const milliseconds = performance.now() - started;
      log.add(loggedRequest(exchange, answer, { start, milliseconds, caller: subject.caller, faults }));
      return answer;
    },
  };
}

/** `faults.jsonl` in the folder is in force from the start. */
async function readFaultFile(folder: string | undefined, script: FaultScript): Promise<void> {
  const file = folder === undefined ? undefined : join(folder, 'faults.jsonl');
  if (file === undefined || !existsSync(file)) return;
  const { parseFaults } = await import('./faults/fault');
  try {
    script.add(parseFaults(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Each service takes what is its own; ARM answers the rest. A mistake of ours is a 500, never a dead server. */
async function serve(context: Context, exchange: Exchange, trouble: Troublemaker): Promise<Answer> {
  // What is in a batch goes wrong one by one, as it does in Graph.
  const serveItem = async (item: Exchange): Promise<Answer> => {
    const subject = describeRequest(context, item);
    return (await trouble.serve(context, item, subject, (seen) => serve(seen, item, trouble))).answer;
  };
  try {
    return (
      (await answerLogin(context, exchange)) ??
      (await answerGraph(context, exchange, serveItem)) ??
      (await answerPartnerCenter(context, exchange)) ??
      (await answerArm(context, exchange))
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return armError(500, 'InternalServerError', `The emulator failed: ${message}`);
  }
}
