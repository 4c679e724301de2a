import type { Cloud, Guid } from '../model';

/** All that a report needs besides what it reports: nothing is looked up in the environment. */
export interface ReportContext {
  /** Columns of the terminal. Longer lines are wrapped; ids are never broken. */
  readonly width: number;
  readonly color: boolean;
  /** Names of built-in roles; the catalogue's `roleNameOf`. */
  readonly roleName: (guid: Guid) => string | undefined;
  readonly cloud: Cloud;
}
