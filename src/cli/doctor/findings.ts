import { menders } from '../../channels';
import type { Finding } from '../../report';

export const partnerPerson = menders['partner-person'];

export function found(link: string, detail: string): Finding {
  return { link, outcome: 'ok', detail };
}

export function unknown(link: string, detail: string): Finding {
  return { link, outcome: 'unknown', detail };
}
