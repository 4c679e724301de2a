import type { Context } from '../context';
import type { FaultScript } from '../faults/fault-script';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { RequestLog } from '../http/request-log';
import { finishDeviceSignIn, refreshToken, userToken } from '../login/user-sign-in';
import { decideOnRelationship, decideOnReseller } from './customer-decision';
import type { EmulatedClock } from './emulated-clock';
import { isControlKey } from './control-key';
import { moveSubscription } from './move-subscription';

/** What can be controlled from outside. */
export interface Controls {
  readonly key: string;
  readonly script: FaultScript;
  readonly log: RequestLog;
  readonly clock: EmulatedClock;
}

/**
 * `/_emulator/…`: no part of Azure. Every request needs the key of the run in `x-emulator-key`.
 *
 * @returns undefined when the path belongs to another service
 */
export async function answerControl(
  controls: Controls,
  context: Context,
  exchange: Exchange,
): Promise<Answer | undefined> {
  const [root, name = '', ...rest] = exchange.segments;
  if (root !== '_emulator') return undefined;
  try {
    if (!isControlKey(controls.key, exchange.header('x-emulator-key'))) {
      throw new Refusal(
        403,
        'Forbidden',
        'The control key is missing or wrong. It is in the folder, in control-key.',
      );
    }
    const action = rest.length === 0 ? actions[`${exchange.method} ${name}`] : undefined;
    if (!action) throw new Refusal(404, 'NotFound', `There is no control ${exchange.method} ${name}.`);
    return await action(controls, exchange.body, context);
  } catch (error) {
    const { status, code } = error instanceof Refusal ? error : { status: 400, code: 'BadRequest' };
    const message = error instanceof Error ? error.message : String(error);
    return { status, body: { error: { code, message } } };
  }
}

type Action = (controls: Controls, body: string, context: Context) => Answer | Promise<Answer>;

const actions: Readonly<Record<string, Action>> = {
  'GET faults': ({ script }) => ({ status: 200, body: script.report() }),
  'POST faults': async ({ script }, body) => {
    const { parseFaults } = await import('../faults/fault');
    const faults = parseFaults(body);
    script.add(faults);
    return { status: 200, body: { added: faults.length } };
  },
  'DELETE faults': ({ script }) => ({ status: 200, body: { removed: script.clear() } }),
  'GET requests': ({ log }) => ({
    status: 200,
    headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' },
    text: log.text(),
  }),
  'POST clock': ({ clock }, body) => {
    const { advanceSeconds } = JSON.parse(body) as { advanceSeconds?: unknown };
    if (typeof advanceSeconds !== 'number' || !(advanceSeconds >= 0 && advanceSeconds <= 1e9)) {
      throw new Error('advanceSeconds must be a number of seconds, 0 or more.');
    }
    clock.advance(advanceSeconds);
    return { status: 200, body: { now: clock.now().toISOString() } };
  },
  'POST sign-in': async (_, body, context) => {
    const { tenant, user, mfa = true } = fieldsOf(body);
    if (typeof tenant !== 'string' || typeof user !== 'string' || typeof mfa !== 'boolean') {
      throw new Error('tenant and user must be texts, mfa true or false.');
    }
    const access_token = await userToken(context, tenant, user, { mfa });
    const refresh_token = await refreshToken(context, tenant, user, { mfa });
    return { status: 200, body: { access_token, refresh_token } };
  },
  'POST device-sign-in': (_, body, context) => {
    const { code, user, mfa = true, decline = false } = fieldsOf(body);
    if (typeof code !== 'string' || typeof mfa !== 'boolean')
      throw new Error('code must be a text, mfa true or false.');
    if (decline !== true && typeof user !== 'string')
      throw new Error('user must be a text, or decline true.');
    finishDeviceSignIn(context, code, decline === true ? 'declined' : { user: String(user), mfa });
    return { status: 200, body: {} };
  },
  'POST delegated-admin': (_, body, context) => ({
    status: 200,
    body: decideOnRelationship(context, fieldsOf(body)),
  }),
  'POST move-subscription': (_, body, context) => ({
    status: 200,
    body: moveSubscription(context, fieldsOf(body)),
  }),
  'POST reseller': (_, body, context) => ({ status: 200, body: decideOnReseller(context, fieldsOf(body)) }),
};

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  const fields: unknown = JSON.parse(body);
  if (typeof fields === 'object' && fields !== null) return fields as Readonly<Record<string, unknown>>;
  throw new Error('The body must be a JSON object.');
}
