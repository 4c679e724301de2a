import { menders } from '../../channels';
import type { Finding } from '../../report';

export const partnerPerson = menders['partner-person'];

export function found(link: string, detail: string): Finding {
  return { link, outcome: 'ok', detail };
}

export function unknown(link: string, detail: string): Finding {
  return { link, outcome: 'unknown', detail };
}

/** Of what can be looked at only after something else. */
export function waiting(link: string, what = 'the sign-in'): Finding {
  return unknown(link, `It waits for ${what}.`);
}

/** What follows on further lines are links for the customer and ids for support. */
export function firstLine(detail: string): string {
  return detail.split('\n', 1)[0] ?? '';
}
