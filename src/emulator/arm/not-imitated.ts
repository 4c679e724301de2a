import type { Exchange } from '../http/exchange';
import type { Refusal } from '../http/refusal';
import { gatewayRefusal } from './arm-authentication';

/** What ARM's front door says of a path or method that nothing behind it has. */
export function notImitated({ method, segments }: Exchange): Refusal {
  const message = `The emulator does not imitate ${method} /${segments.join('/')}.`;
  return gatewayRefusal(404, 'NotFound', message);
}
