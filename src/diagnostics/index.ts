/**
 * Errors and warnings as data: a stable code, a fixed summary, what happened, where, and what to do.
 * Every room may import this one; it imports nothing.
 */
export { codes, isDiagnosticCode, type DiagnosticCode } from './codes';
export {
  diagnostic,
  DiagnosticError,
  fail,
  hasErrors,
  type Diagnostic,
  type SourcePosition,
} from './diagnostic';
export { formatDiagnostic } from './format-diagnostic';
