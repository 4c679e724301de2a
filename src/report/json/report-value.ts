import type { Diagnostic, SourcePosition } from '../../diagnostics';
import {
  assignmentId,
  parseGuid,
  type ExistingRoleAssignment,
  type Guid,
  type PrincipalType,
  type RoleAssignment,
} from '../../model';
import { inOrder } from '../render-diagnostics';
import type { Names } from '../words/names';

/** Of all JSON reports. It changes only when a key is renamed, removed or given another meaning. */
export const reportFormatVersion = '1';

/** Names in JSON are raw: as Azure has them, null where there is none. */
interface NamedId {
  readonly id: string;
  readonly name: string | null;
}

export interface AssignmentValue {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly role: NamedId;
  readonly principal: NamedId & { readonly type: PrincipalType };
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  readonly createdOn: string | null;
  readonly createdBy: NamedId | null;
}

export interface DiagnosticValue {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint: string | null;
  readonly customer: string | null;
  readonly address: string | null;
  readonly constructPath: string | null;
  readonly source: SourcePosition | null;
}

export function assignmentValue(
  assignment: RoleAssignment & Partial<ExistingRoleAssignment>,
  names: Names,
): AssignmentValue {
  const { name, scope, role, principalId, principalType, createdOn, createdBy } = assignment;
  return {
    id: assignment.id ?? assignmentId(assignment),
    name,
    scope,
    role: { id: role, name: names.plainRole(role) ?? null },
    principal: { ...namedId(principalId, names), type: principalType },
    condition: assignment.condition ?? null,
    conditionVersion: assignment.conditionVersion ?? null,
    createdOn: createdOn ?? null,
    createdBy: createdBy === undefined ? null : namedId(createdBy, names),
  };
}

/** In a fixed order, equal ones once. */
export function diagnosticValues(diagnostics: readonly Diagnostic[]): DiagnosticValue[] {
  return inOrder(diagnostics).map(diagnosticValue);
}

export function diagnosticValue(given: Diagnostic): DiagnosticValue {
  const { severity, code, summary, detail, hint, customer, address, constructPath, source } = given;
  return {
    severity,
    code,
    summary,
    detail,
    hint: hint ?? null,
    customer: customer ?? null,
    address: address ?? null,
    constructPath: constructPath ?? null,
    source: sourceValue(source),
  };
}

export function sourceValue(source: SourcePosition | undefined): SourcePosition | null {
  return source ? { file: source.file, line: source.line } : null;
}

function namedId(id: string, names: Names): NamedId {
  const guid: Guid | undefined = parseGuid(id);
  return { id, name: (guid && names.plainPrincipal(guid)) ?? null };
}
