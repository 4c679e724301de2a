import { codes, fail, isDiagnosticCode } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import type { Session } from '../session';

/** `tilldela explain CODE`: what a diagnostic means; without a code, the list of all. */
export function runExplain(
  { code }: { readonly code?: string | undefined },
  { terminal }: Session,
): ExitCode {
  if (code === undefined) {
    const width = Math.max(...Object.keys(codes).map((name) => name.length));
    for (const [name, { summary }] of Object.entries(codes))
      terminal.data(`${name.padEnd(width)}  ${summary}`);
    return exitCodes.done;
  }
  if (!isDiagnosticCode(code)) {
    return fail('usage', { detail: `"${code}" is no code.`, hint: 'tilldela explain' });
  }
  const { severity, summary, explanation } = codes[code];
  terminal.data(`${code} (${severity})\n\n${summary}.\n\n${explanation}`);
  return exitCodes.done;
}
