import { roleNameOf } from '../catalogue';
import type { Cloud, Guid } from '../model';
import type { ReportContext } from '../report';
import { namesOfListedRoles } from './role-files';
import type { Session } from './session';

/** What reports need to know of this terminal. */
export function reportContext({ terminal, folder }: Session, cloud: Cloud): ReportContext {
  const listed = namesOfListedRoles(folder);
  const roleName = (guid: Guid) => roleNameOf(guid) ?? listed.get(guid);
  return { width: terminal.width, color: terminal.color, roleName, cloud };
}
