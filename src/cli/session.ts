import { stat } from 'node:fs/promises';
import { diagnostic, DiagnosticError, fail, type Diagnostic } from '../diagnostics';
import { combineExitCodes, exitCodes, type ExitCode } from './exit-code';
import type { Terminal } from './terminal';

/** What every command runs in. */
export interface Session {
  /** Folder that the command was called in. */
  readonly folder: string;
  readonly terminal: Terminal;
  readonly now: () => Date;
}

/** Runs a command to its exit code; whatever goes wrong is shown as a diagnostic. */
export async function runInSession(session: Session, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    await showDiagnostics(
      session,
      error instanceof DiagnosticError ? error.diagnostics : [await internalError(error)],
    );
    return exitCodes.error;
  }
}

/** For what is said beside the data, where that is for programs. */
export function withoutData(session: Session): Session {
  const { terminal } = session;
  return { ...session, terminal: { ...terminal, data: (text) => terminal.message(text) } };
}

/** Shows diagnostics on stderr. */
export async function showDiagnostics(
  { terminal }: Session,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import('../report');
  terminal.message(renderDiagnostics(diagnostics, { width: terminal.width, color: terminal.messageColor }));
}

/** A day, which begins at 00:00 UTC, or an instant with its zone: never one that depends on where this runs. */
const instantForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** The instant that `--as-of` names, or now; RFC 3339 in whole seconds. */
export function instantOf(asOf: string | undefined, now: () => Date): string {
  const instant = asOf === undefined ? now() : new Date(asOf);
  if (Number.isNaN(instant.getTime()) || (asOf !== undefined && !instantForm.test(asOf))) {
    fail('malformed_date', {
      detail: `--as-of "${asOf}" is neither a day nor an instant with its time zone.`,
      hint: '--as-of 2027-01-01 or --as-of 2027-01-01T12:00:00Z',
    });
  }
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** The exit code for what was found, beside the codes of the customers. */
export function codeFor(diagnostics: readonly Diagnostic[], codes: readonly ExitCode[] = []): ExitCode {
  const isError = diagnostics.some(({ severity }) => severity === 'error');
  return combineExitCodes([...codes, isError ? exitCodes.error : exitCodes.done]);
}

/** True where the path exists. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function internalError(error: unknown): Promise<Diagnostic> {
  const { withoutSecrets } = await import('../azure');
  const message = error instanceof Error ? error.message : String(error);
  const trace = process.env['TILLDELA_DEBUG'] && error instanceof Error ? `\n${error.stack}` : '';
  return diagnostic('internal_error', {
    detail: withoutSecrets(`${message}${trace}`),
    hint: 'Run again with TILLDELA_DEBUG=1 to see where, and report it.',
  });
}
