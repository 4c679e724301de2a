import { fail } from '../diagnostics';
import type { Session } from './session';

/** Whether a person approves. Where none can be asked it is an error; `hint` says how to do without. */
export async function approve({ terminal }: Session, hint: string): Promise<boolean> {
  const answer = await terminal.ask(
    '\nDo you want to perform these actions?\n  Only "yes" will be accepted to approve.\n\n  Enter a value: ',
  );
  if (answer === undefined)
    return fail('usage', { detail: 'There is no terminal to ask for approval.', hint });
  return answer.trim() === 'yes';
}
