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
  readonly coverage: { readonly managed: number; readonly unmanaged: number; readonly missing: number };
  readonly missing: readonly (DeclaredValue & { readonly assignment: AssignmentValue })[];
  readonly changed: readonly ChangedValue[];
  readonly noLongerDeclared: readonly (DeclaredValue & { readonly assignment: AssignmentValue })[];
  /** What is no assignment, such as custom roles. */
  readonly others: readonly OtherValue[];
  readonly unmanaged: readonly UnmanagedValue[];
  /** To be removed, and left for now: `because` says why. */
  readonly heldBack: readonly UnmanagedValue[];
  /** Undeclared access that does not count as drift. */
  readonly notCounted: readonly UnmanagedValue[];
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
  const { managed, unmanaged, missing } = sections;
  return {
    formatVersion: reportFormatVersion,
    customer,
    tenantId,
    cloud,
    asOf,
    complete: !isIncomplete(plan),
    driftCount: driftCount(plan),
    coverage: { managed, unmanaged: unmanaged.length, missing: missing.length },
    ...sectionValues(sections, names),
    unread: plan.unread.toSorted(byText(({ scope }) => scope.toLowerCase())).map(unreadValue),
    diagnostics: diagnosticValues(plan.diagnostics),
  };
}

function sectionValues(sections: DriftSections, names: Names) {
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
    unmanaged: sections.unmanaged.map((found) =>
      unmanagedValue({ standing: 'drift', isOurs: false, ...found }, names),
    ),
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
