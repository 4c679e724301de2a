import type { CreditEligibility } from '../../catalogue';
import type { SourcePosition } from '../../diagnostics';
import { byText, type Origin } from '../../model';
import type { Change, Plan, UnmanagedAccess, UnreadScope } from '../../plan';
import {
  driftCount,
  driftSections,
  type Changed,
  type DriftSections,
  type UnmanagedDrift,
} from '../drift/drift-sections';
import type { Coverage } from '../drift/coverage';
import { findShadow } from '../drift/covering-access';
import { creditsOf } from '../credit/credit-drift';
import { delegationValue, type DelegationValue } from './delegation-value';
import { isIncomplete } from '../plan/plan-counts';
import type { ReportContext } from '../report-context';
import type { Names } from '../words/names';
import { namesOfPlan } from '../words/names-of-plan';
import {
  assignmentValue,
  diagnosticValue,
  diagnosticValues,
  reportFormatVersion,
  sourceValue,
  type AssignmentValue,
  type DiagnosticValue,
} from './report-value';

interface DeclaredValue {
  readonly address: string;
  readonly constructPath: string | null;
  readonly source: SourcePosition | null;
  readonly because: string | null;
  readonly reason: string;
}

interface UnmanagedValue {
  readonly standing: UnmanagedAccess['standing'];
  /** What a former declaration of ours made or adopted. */
  readonly ours: boolean;
  /** Null for what full ownership is about to remove. */
  readonly origin: Origin | null;
  readonly because: string | null;
  readonly acceptedBy: string | null;
  readonly acceptedUntil: string | null;
  readonly assignment: AssignmentValue;
}

/** What `tilldela drift --json` says of one customer. */
interface DriftReport {
  readonly formatVersion: typeof reportFormatVersion;
  readonly customer: string;
  readonly tenantId: string;
  readonly cloud: string;
  readonly asOf: string;
  /** False when something could not be read or is in error: then no drift proves nothing. */
  readonly complete: boolean;
  readonly driftCount: number;
  readonly coverage: Coverage;
  readonly missing: readonly (DeclaredValue & { readonly assignment: AssignmentValue })[];
  readonly changed: readonly ChangedValue[];
  readonly noLongerDeclared: readonly (DeclaredValue & { readonly assignment: AssignmentValue })[];
  /** What is no assignment, such as custom roles. */
  readonly others: readonly OtherValue[];
  /** `shadowedBy`: address of a declared grant that gives all of it. */
  readonly unmanaged: readonly (UnmanagedValue & { readonly shadowedBy: string | null })[];
  /** Declared grants whose access other access gives as well. Not counted as drift. */
  readonly redundant: readonly {
    readonly address: string | null;
    readonly assignment: AssignmentValue;
    readonly by: { readonly address: string | null; readonly assignment: AssignmentValue };
  }[];
  /** To be removed, and left for now: `because` says why. */
  readonly heldBack: readonly UnmanagedValue[];
  /** Undeclared access that does not count as drift. */
  readonly notCounted: readonly UnmanagedValue[];
  /** Not counted as drift. */
  readonly delegations: readonly DelegationValue[];
  /** `lost`: the declaration keeps it eligible, and Azure does not. What is missing is counted above. */
  readonly partnerEarnedCredit: readonly {
    readonly alias: string;
    readonly subscriptionId: string;
    readonly eligibility: CreditEligibility;
    readonly lost: boolean;
  }[];
  readonly unread: readonly {
    readonly alias: string;
    readonly scope: string;
    readonly diagnostic: DiagnosticValue;
  }[];
  readonly diagnostics: readonly DiagnosticValue[];
}

interface OtherValue extends DeclaredValue {
  readonly type: string;
  readonly action: Change['action'];
  /** Azure's id, null where there is none yet. */
  readonly id: string | null;
}

interface ChangedValue extends DeclaredValue {
  readonly action: Changed['action'];
  readonly before: AssignmentValue;
  readonly after: AssignmentValue;
}

export function driftReport(plan: Plan, context: Pick<ReportContext, 'roleName'>): DriftReport {
  const names = namesOfPlan(plan, context);
  const sections = driftSections(plan);
  const { customer, tenantId, cloud, asOf } = plan;
  return {
    formatVersion: reportFormatVersion,
    customer,
    tenantId,
    cloud,
    asOf,
    complete: !isIncomplete(plan),
    driftCount: driftCount(plan),
    coverage: sections.coverage,
    ...sectionValues(sections, plan, names),
    delegations: plan.delegations.map((delegation) => delegationValue(delegation, names)),
    partnerEarnedCredit: creditsOf(plan).map(({ isLost, ...credit }) => ({ ...credit, lost: isLost })),
    unread: plan.unread.toSorted(byText(({ scope }) => scope.toLowerCase())).map(unreadValue),
    diagnostics: diagnosticValues(plan.diagnostics),
  };
}

function sectionValues(sections: DriftSections, plan: Plan, names: Names) {
  return {
    missing: sections.missing.map((change) => ({
      ...declaredValue(change),
      assignment: assignmentValue(change.after, names),
    })),
    changed: sections.changed.map((change) => ({
      ...declaredValue(change),
      action: change.action,
      before: assignmentValue(change.before, names),
      after: assignmentValue(change.after, names),
    })),
    noLongerDeclared: sections.noLongerDeclared.map((change) => ({
      ...declaredValue(change),
      assignment: assignmentValue(change.before, names),
    })),
    others: sections.others.map((change) => ({
      ...declaredValue(change),
      type: change.type,
      action: change.action,
      id: 'before' in change ? change.before.id : null,
    })),
    unmanaged: sections.unmanaged.map((found) => ({
      ...unmanagedValue({ standing: 'drift', isOurs: false, ...found }, names),
      shadowedBy: findShadow(found, plan)?.address ?? null,
    })),
    redundant: sections.redundant.map(({ grant, by }) => ({
      address: grant.address ?? null,
      assignment: assignmentValue(grant.assignment, names),
      by: { address: by.address ?? null, assignment: assignmentValue(by.assignment, names) },
    })),
    heldBack: sections.heldBack.map((entry) => unmanagedValue(entry, names)),
    notCounted: sections.notCounted.map((entry) => unmanagedValue(entry, names)),
  };
}

function declaredValue(change: Exclude<Change, { action: 'no-op' }>): DeclaredValue {
  const { address, constructPath, source, because, reason } = change;
  return {
    address,
    constructPath: constructPath ?? null,
    source: sourceValue(source),
    because: because ?? null,
    reason,
  };
}

function unmanagedValue(
  entry: UnmanagedAccess | ({ standing: 'drift'; isOurs: boolean } & UnmanagedDrift),
  names: Names,
): UnmanagedValue {
  const accepted = entry.standing === 'accepted' ? entry : undefined;
  return {
    standing: entry.standing,
    ours: entry.isOurs,
    origin: entry.origin ?? null,
    because: 'because' in entry ? entry.because : null,
    acceptedBy: accepted?.by ?? null,
    acceptedUntil: accepted?.until ?? null,
    assignment: assignmentValue(entry.assignment, names),
  };
}

function unreadValue({ alias, scope, diagnostic }: UnreadScope) {
  return { alias, scope, diagnostic: diagnosticValue(diagnostic) };
}
