import { codes, diagnostic, DiagnosticError, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import { severities, type AttributePath, type DiagnosticMessage } from './wire/messages';

/** A diagnostic, and the argument that it is about: Terraform then shows the line. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  /** Names on the way to the argument, such as `['timeouts', 'create']`. */
  readonly argument?: readonly string[] | undefined;
}

/** What is wrong with one argument. */
export function wrongArgument(argument: readonly string[], detail: string, hint?: string): Finding {
  return { argument, diagnostic: diagnostic('invalid_argument', { detail, hint }) };
}

/** Ends a call with findings. */
export class FindingError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(({ diagnostic: { detail } }) => detail).join('\n'));
    this.name = 'FindingError';
  }
}

export function refuse(code: DiagnosticCode, detail: string, hint?: string): never {
  throw new FindingError([{ diagnostic: diagnostic(code, { detail, hint }) }]);
}

/** What an error says to the user; undefined for a defect. */
export function findingsIn(error: unknown): readonly Finding[] | undefined {
  if (error instanceof FindingError) return error.findings;
  if (error instanceof DiagnosticError) return error.diagnostics.map((each) => ({ diagnostic: each }));
  return undefined;
}

/** Of a defect only the message is shown; where it happened is in the log. */
export function defect(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const hint = 'Run again with TF_LOG=debug to see where.';
  return { diagnostic: diagnostic('internal_error', { detail: `${message}.`, hint }) };
}

export function toMessage({ diagnostic: { code, detail, hint }, argument }: Finding): DiagnosticMessage {
  const { severity, summary } = codes[code];
  return {
    severity: severities[severity],
    summary,
    detail: [detail, hint, `(${code})`].filter(Boolean).join('\n\n'),
    ...(argument && { attribute: toPath(argument) }),
  };
}

export function toPath(argument: readonly string[]): AttributePath {
  return { steps: argument.map((attributeName) => ({ attributeName })) };
}
