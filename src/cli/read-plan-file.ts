import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../diagnostics';
import { decodePlanFile, type Plan } from '../plan';
import type { Session } from './session';
import { productVersion } from './version';

/** A saved plan: its text and what it says. It speaks of at least one customer. Throws a DiagnosticError. */
export function readPlanFile(
  file: string,
  { folder }: Session,
): { readonly text: string; readonly plans: readonly [Plan, ...Plan[]] } {
  const text = readPlanText(file, folder);
  const [first, ...others] = decodePlanFile(text, productVersion());
  if (!first) return fail('plan_file_unreadable', { detail: `${file} speaks of no customer.` });
  return { text, plans: [first, ...others] };
}

export function readPlanText(file: string, folder: string): string {
  try {
    return readFileSync(path.resolve(folder, file), 'utf8');
  } catch (error) {
    return fail('plan_file_unreadable', {
      detail: `${(error as Error).message}.`,
      hint: 'tilldela plan --out FILE',
    });
  }
}
