import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context';
import { isOfGraph } from '../graph/graph-surface';
import type { Answer, Exchange } from '../http/exchange';
import { isOfPartnerCenter } from '../partner-center/partner-center-surface';
import type { Ledger } from '../store/ledger';
import { idKey } from '../world/cloud';
import { failureAnswer, throttledAnswer } from './failure-answer';
import { createFaultScript } from './fault-script';
import type { FaultScript, Fired } from './fault-script';
import { watchWrites } from './recent-writes';
import type { RecentWrites } from './recent-writes';
import type { RequestSubject } from './request-subject';
import { staleView } from './stale-view';
import { createTokenBuckets } from './token-buckets';

/** Lets requests go wrong as the fault script says. Without a script it only counts them. */
export interface Troublemaker {
  readonly script: FaultScript;
  /**
   * Has a request served, or something go wrong instead or besides.
   *
   * @returns the answer and what went wrong
   */
  serve(
    context: Context,
    exchange: Exchange,
    subject: RequestSubject,
    service: (context: Context) => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly faults: readonly string[] }>;
}

export function createTroublemaker(options: {
  readonly seed: number;
  readonly throttle: boolean;
  readonly now: () => Date;
  readonly ledger: Ledger;
  readonly tenantIdOf: (idOrDomain: string) => string | undefined;
}): Troublemaker {
  const script = createFaultScript(options);
  const buckets = createTokenBuckets(options.now);
  const writes = watchWrites(options.ledger, options.now);
  return {
    script,
    async serve(context, exchange, subject, service) {
      writes.land();
      const fired = script.fire(subject);
      const isThrottled = options.throttle || fired.get('throttle') !== undefined;
      const taken = isOfArm(exchange) ? buckets.take(subject, isThrottled) : undefined;
      const instead = await somethingElse(context, exchange, fired);
      const throttled =
        taken?.retryAfter === undefined
          ? undefined
          : throttledAnswer(context, exchange, subject, taken.retryAfter);
      const answer = instead ?? throttled ?? (await service(contextUnder(context, exchange, fired, writes)));
      // A 401 says nothing of quotas, nor does an answer that is not ARM's.
      const counted = answer.headers?.['x-ms-request-id'] !== undefined && answer.status !== 401;
      return {
        answer: {
          ...answer,
          ...(counted && taken && { headers: { ...withoutCounts(answer.headers), ...taken.headers } }),
          ...deliveryUnder(fired),
        },
        faults: [...fired.kinds.filter((kind) => kind !== 'throttle'), ...(throttled ? ['throttle'] : [])],
      };
    },
  };
}

/** What happens in place of serving the request. */
async function somethingElse(
  context: Context,
  exchange: Exchange,
  fired: Fired,
): Promise<Answer | undefined> {
  if (fired.get('expire-tokens')) context.issuer.expireIssued();
  const delay = fired.all('delay').reduce((sum, { action }) => sum + action.milliseconds, 0);
  if (delay > 0) await sleep(delay, undefined, { ref: false });
  if (fired.all('reset').some(({ action }) => action.when === 'before')) return { status: 503 };
  if (fired.get('outage')) return failureAnswer(context, exchange, { status: 503 });
  const failure = fired.get('status');
  return failure && failureAnswer(context, exchange, failure.action);
}

function deliveryUnder(fired: Fired): Pick<Answer, 'delivery'> {
  const resets = fired.all('reset').map(({ action }) => action.when);
  if (resets.some((when) => when !== 'mid-body')) return { delivery: { kind: 'reset' } };
  if (resets.length > 0) return { delivery: { kind: 'cut' } };
  const slow = fired.get('slow-body');
  return slow ? { delivery: { kind: 'slow', milliseconds: slow.action.milliseconds } } : {};
}

/** The world as this request sees it. */
function contextUnder(context: Context, exchange: Exchange, fired: Fired, writes: RecentWrites): Context {
  const ledger = writes.ledgerFor(fired.get('pending-delete')?.action);
  const now = context.now().getTime();
  const principals = new Set(
    fired
      .all('hide-principal')
      .filter(({ action, since }) => now < since.getTime() + (action.seconds ?? Infinity) * 1000)
      .map(({ action }) => idKey(action.principalId)),
  );
  const isRead = !['PUT', 'PATCH', 'DELETE'].includes(exchange.method);
  const lags = isRead ? fired.all('hide-assignments') : [];
  if (principals.size === 0 && lags.length === 0) return { ...context, ledger };
  const cloud = staleView(ledger.cloud, {
    principals,
    hidesAssignment(home, name) {
      const made = writes.madeAt(home, name);
      return lags.some(
        ({ action, since }) =>
          made !== undefined && made >= since.getTime() && now < made + (action.seconds ?? Infinity) * 1000,
      );
    },
  });
  return { ...context, ledger: { ...ledger, cloud } };
}

function withoutCounts(headers: Answer['headers'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith('x-ms-ratelimit-remaining-')),
  );
}

/** Graph and sign-in have quotas of other kinds. */
function isOfArm(exchange: Exchange): boolean {
  return (
    !isOfGraph(exchange) && !isOfPartnerCenter(exchange) && exchange.header('authorization') !== undefined
  );
}
