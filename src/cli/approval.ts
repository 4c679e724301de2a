import { fail } from '../diagnostics';
import type { Session } from './session';

/**
 * Whether somebody agrees to what a relationship is changed to. Where nobody can be asked, `--auto-approve` must have
 * been said: throws `usage`.
 */
export async function agrees(
  what: string,
  asked: { readonly autoApprove?: boolean | undefined },
  { terminal }: Session,
): Promise<boolean> {
  if (asked.autoApprove) return true;
  const answer = await terminal.ask(
    `\n${what}\n  Only "yes" will be accepted to approve.\n\n  Enter a value: `,
  );
  if (answer === undefined) {
    fail('usage', {
      detail: `There is no terminal to ask for approval. ${what}`,
      hint: 'Approve beforehand by --auto-approve.',
    });
  }
  if (answer.trim() === 'yes') return true;
  terminal.message('Cancelled. Nothing was changed.');
  return false;
}
