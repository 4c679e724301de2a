import { byText } from '../../model';
import {
  countApply,
  isAchieved,
  type ApplyCounts,
  type ApplyEntry,
  type ApplyOutcome,
} from '../apply/apply-outcome';
import type { ReportContext } from '../report-context';
import { diagnosticValue, reportFormatVersion, type DiagnosticValue } from './report-value';

interface EntryValue {
  readonly address: string;
  readonly action: ApplyEntry['action'];
  readonly outcome: ApplyEntry['outcome'];
  readonly assignmentId: string | null;
  readonly diagnostic: DiagnosticValue | null;
}

/** What `tilldela apply --json` says of one customer. */
interface ApplyReport {
  readonly formatVersion: typeof reportFormatVersion;
  readonly customer: string;
  readonly cloud: string;
  readonly complete: boolean;
  readonly counts: ApplyCounts;
  readonly entries: readonly EntryValue[];
}

export function applyReport(outcome: ApplyOutcome, context: Pick<ReportContext, 'cloud'>): ApplyReport {
  return {
    formatVersion: reportFormatVersion,
    customer: outcome.customer,
    cloud: context.cloud,
    complete: outcome.entries.every(isAchieved),
    counts: countApply(outcome),
    entries: outcome.entries.toSorted(byText(({ address }) => address)).map(entryValue),
  };
}

function entryValue({ address, action, outcome, assignmentId, diagnostic }: ApplyEntry): EntryValue {
  return {
    address,
    action,
    outcome,
    assignmentId: assignmentId ?? null,
    diagnostic: diagnostic ? diagnosticValue(diagnostic) : null,
  };
}
