import type { Diagnostic } from '../../diagnostics';
import { diagnosticValue, reportFormatVersion, type DiagnosticValue } from './report-value';

/** What `tilldela apply --engine terraform --json` says of one customer. */
interface StackReport {
  readonly formatVersion: typeof reportFormatVersion;
  readonly customer: string;
  readonly cloud: string;
  readonly complete: boolean;
  readonly outcome: string;
  readonly diagnostics: readonly DiagnosticValue[];
}

/** `complete`: Terraform did all that it had planned. */
export function stackReport(
  {
    customer,
    outcome,
    complete,
    diagnostics,
  }: Pick<StackReport, 'customer' | 'outcome' | 'complete'> & {
    readonly diagnostics: readonly Diagnostic[];
  },
  { cloud }: { readonly cloud: string },
): StackReport {
  return {
    formatVersion: reportFormatVersion,
    customer,
    cloud,
    complete,
    outcome,
    diagnostics: diagnostics.map(diagnosticValue),
  };
}
