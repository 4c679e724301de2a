import { codes, type DiagnosticCode } from './codes';

/** Where the user wrote what a diagnostic is about. Lines count from 1; files are relative to the project. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
}

/** The particulars of one diagnostic. What is common to all of its kind stands in the registry of codes. */
export interface DiagnosticDetails {
  /** What is wrong here and why it matters, in full sentences. Never holds a token or secret. */
  readonly detail: string;
  /** What to do next; a command stands alone on its line. */
  readonly hint?: string | undefined;
  readonly customer?: string | undefined;
  /** Address of the resource in the synthesized configuration. */
  readonly address?: string | undefined;
  /** Path of the construct, such as `contoso/production/web-shop`. */
  readonly constructPath?: string | undefined;
  readonly source?: SourcePosition | undefined;
}

/** An error or warning as data. The summary holds no names, so that readers learn to recognise it. */
export interface Diagnostic extends DiagnosticDetails {
  readonly severity: 'error' | 'warning';
  readonly code: DiagnosticCode;
  readonly summary: string;
}

/** Makes a diagnostic; severity and summary come from the registry. */
export function diagnostic(code: DiagnosticCode, details: DiagnosticDetails): Diagnostic {
  const { severity, summary } = codes[code];
  return { severity, code, summary, ...details };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Carries diagnostics up to whoever answers for one customer or one command. Nothing else may be thrown on purpose. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}

/** Ends the present work with one diagnostic. */
export function fail(code: DiagnosticCode, details: DiagnosticDetails): never {
  throw new DiagnosticError([diagnostic(code, details)]);
}
