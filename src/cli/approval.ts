import { fail } from '../diagnostics';
import type { Session } from './session';

interface Question {
  /** What is asked about; without it, what was shown before. */
  readonly what?: string;
  readonly autoApprove?: boolean | undefined;
  /** How to do without a person. */
  readonly hint?: string;
}

/** Whether somebody approves. Where nobody can be asked, approval must have been given beforehand: throws `usage`. */
export async function approve(
  { terminal }: Session,
  { what, autoApprove, hint }: Question,
): Promise<boolean> {
  if (autoApprove) return true;
  const answer = await terminal.ask(
    `\n${what ?? 'Do you want to perform these actions?'}\n  Only "yes" will be accepted to approve.\n\n  Enter a value: `,
  );
  if (answer === undefined) {
    fail('usage', {
      detail: ['There is no terminal to ask for approval.', ...(what ? [what] : [])].join(' '),
      hint: hint ?? 'Approve beforehand by --auto-approve.',
    });
  }
  if (answer.trim() === 'yes') return true;
  terminal.message('Cancelled. None of this was done.');
  return false;
}
