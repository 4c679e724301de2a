import type { ConfigurationDraft } from '../configuration';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { isOver } from '../model';

/** Grants that have ended by `asOf`, as far as the declaration alone tells. */
export function findDeclarationDates(
  { declaration, resources }: ConfigurationDraft,
  asOf: string,
): Diagnostic[] {
  return resources
    .filter(({ until }) => until !== undefined && isOver(until, asOf))
    .map(({ address, constructPath, source, until }) =>
      diagnostic('grant_expired', {
        customer: declaration.customer.id,
        address,
        constructPath,
        source,
        detail: `The grant ended with ${until}. The next apply removes the access.`,
        hint: 'Remove the grant from the file, or set a later day.',
      }),
    );
}
