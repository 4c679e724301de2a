import { roleNameOf } from '../catalogue';
import type { Cloud } from '../model';
import type { ReportContext } from '../report';
import type { Session } from './session';

/** What reports need to know of this terminal. */
export function reportContext({ terminal }: Session, cloud: Cloud): ReportContext {
  return { width: terminal.width, color: terminal.color, roleName: roleNameOf, cloud };
}
