import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { removalsOf } from './access';

/** Refuses to take everything because nothing is declared any more: a profile or an import may have come out empty. */
export function findEmptyDeclaration(plan: Plan): Diagnostic[] {
  const removals = removalsOf(plan).filter(({ reason }) => reason !== 'revoked');
  if (plan.facts.declaredGrants > 0 || removals.length === 0) return [];
  const { customer } = plan;
  return [
    diagnostic('empty_declaration', {
      customer,
      detail: `${customer} declares no grant at all, and ${removals.length === 1 ? 'one assignment' : `${removals.length} assignments`} would be removed. That is how a file looks whose profile or import has come out empty.`,
      hint: `To stop looking after the customer and leave its access as it is:\n\ntilldela forget ${customer}\n\nIf the access really is to go:\n\n--allow empty_declaration`,
    }),
  ];
}
