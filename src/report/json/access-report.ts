import type { CreditEligibility } from '../../catalogue';
import type { PrincipalKnowledge } from '../../model';
import type { AccessReading, ReadManagementGroup, ReadSubscription } from '../access/access-reading';
import {
  managementGroupRows,
  namesOfAccess,
  sortedManagementGroups,
  sortedSubscriptions,
  subscriptionRows,
  type AccessRow,
} from '../access/access-rows';
import { creditOfReading } from '../credit/credit-standing';
import type { ReportContext } from '../report-context';
import type { Names } from '../words/names';
import { delegationValue, type DelegationValue } from './delegation-value';
import {
  assignmentValue,
  diagnosticValue,
  reportFormatVersion,
  type AssignmentValue,
  type DiagnosticValue,
} from './report-value';

interface AccessValue extends AssignmentValue {
  readonly inherited: boolean;
  readonly directory: {
    /** Null when nobody could look. */
    readonly exists: boolean | null;
    readonly displayName: string | null;
    readonly userPrincipalName: string | null;
    readonly guest: boolean | null;
    readonly identityOf: string | null;
  };
}

interface ManagementGroupValue {
  readonly managementGroup: string;
  readonly alias: string;
  readonly status: 'read' | 'unread';
  /** At it and above it; null, never empty, when they could not be read. */
  readonly assignments: readonly AccessValue[] | null;
  readonly diagnostic: DiagnosticValue | null;
}

interface SubscriptionValue {
  readonly subscriptionId: string;
  readonly alias: string | null;
  readonly displayName: string | null;
  readonly status: 'read' | 'unread';
  /** Null, never empty, when the subscription could not be read. */
  readonly assignments: readonly AccessValue[] | null;
  /** Access through Azure Lighthouse; null when it could not be read. */
  readonly delegations: readonly DelegationValue[] | null;
  /** Whether the partner's own groups keep it eligible; null where nobody said who the partner is. */
  readonly partnerEarnedCredit: CreditEligibility | null;
  readonly diagnostic: DiagnosticValue | null;
}

/** What `tilldela access --json` says. */
interface AccessReport {
  readonly formatVersion: typeof reportFormatVersion;
  readonly title: string;
  readonly cloud: string;
  readonly complete: boolean;
  readonly managementGroups: readonly ManagementGroupValue[];
  readonly subscriptions: readonly SubscriptionValue[];
}

export function accessReport(
  access: AccessReading,
  context: Pick<ReportContext, 'roleName' | 'cloud'>,
): AccessReport {
  const names = namesOfAccess(access, context);
  return {
    formatVersion: reportFormatVersion,
    title: access.title,
    cloud: context.cloud,
    complete: [...access.managementGroups, ...access.subscriptions].every(
      ({ reading }) => reading.status === 'read',
    ),
    managementGroups: sortedManagementGroups(access).map((entry) => groupValue(entry, access, names)),
    subscriptions: sortedSubscriptions(access).map((entry) => subscriptionValue(entry, access, names)),
  };
}

function groupValue(
  { alias, reading }: ReadManagementGroup,
  access: AccessReading,
  names: Names,
): ManagementGroupValue {
  const isRead = reading.status === 'read';
  return {
    managementGroup: reading.managementGroup,
    alias,
    status: reading.status,
    assignments: isRead
      ? managementGroupRows(reading, access, names).map((row) => accessValue(row, names))
      : null,
    diagnostic: isRead ? null : diagnosticValue(reading.diagnostic),
  };
}

function subscriptionValue(
  { alias, displayName, reading }: ReadSubscription,
  access: AccessReading,
  names: Names,
): SubscriptionValue {
  const isRead = reading.status === 'read';
  return {
    subscriptionId: reading.subscriptionId,
    alias: alias ?? null,
    displayName: displayName ?? null,
    status: reading.status,
    assignments: isRead
      ? subscriptionRows(reading, access, names).map((row) => accessValue(row, names))
      : null,
    delegations: (isRead && reading.delegations?.map((each) => delegationValue(each, names))) || null,
    partnerEarnedCredit: creditOfReading(reading, access.partnerGroups) ?? null,
    diagnostic: isRead ? null : diagnosticValue(reading.diagnostic),
  };
}

function accessValue({ assignment, isInherited, knowledge }: AccessRow, names: Names): AccessValue {
  return {
    ...assignmentValue(assignment, names),
    inherited: isInherited,
    directory: directoryValue(knowledge),
  };
}

function directoryValue(knowledge: PrincipalKnowledge | undefined): AccessValue['directory'] {
  const known = knowledge === 'missing' ? undefined : knowledge;
  return {
    exists: knowledge === undefined ? null : knowledge !== 'missing',
    displayName: known?.displayName ?? null,
    userPrincipalName: known?.userPrincipalName ?? null,
    guest: known?.isGuest ?? null,
    identityOf: known?.identityOf ?? null,
  };
}
