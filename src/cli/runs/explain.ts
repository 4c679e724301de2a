import { codes, fail, isDiagnosticCode } from '../../diagnostics';
import { renderCodes, renderExplanation } from '../../report';
import { didYouMean } from '../did-you-mean';
import { exitCodes, type ExitCode } from '../exit-code';
import type { Session } from '../session';

/** `tilldela explain CODE`: what a diagnostic means; without a code, the list of all. */
export function runExplain(
  { code }: { readonly code?: string | undefined },
  { terminal }: Session,
): ExitCode {
  if (code === undefined) {
    terminal.data(renderCodes(terminal));
    return exitCodes.done;
  }
  if (!isDiagnosticCode(code)) {
    const nearest = didYouMean(code, Object.keys(codes));
    return fail('usage', { detail: `"${code}" is no code.${nearest}`, hint: 'tilldela explain' });
  }
  terminal.data(renderExplanation(code, terminal));
  return exitCodes.done;
}
