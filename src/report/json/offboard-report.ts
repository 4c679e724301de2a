import { isActionable } from '../../plan';
import { remaindersOf, type Remains } from '../partner-access/render-remains';
import type { ReportContext } from '../report-context';
import { reportFormatVersion } from './report-value';

/** What `tilldela offboard --json` says: what of ours is there still, and everything else that remains. */
export function offboardReport(remains: Remains, { cloud }: Pick<ReportContext, 'cloud'>) {
  const { plan, isDone, goneOn } = remains;
  return {
    formatVersion: reportFormatVersion,
    customer: plan.customer,
    cloud,
    tenantId: plan.tenantId,
    applied: isDone,
    goneOn: goneOn ?? null,
    toRemove: plan.changes.filter(isActionable).map(({ action, address }) => ({ action, address })),
    remains: remaindersOf(remains),
  };
}
