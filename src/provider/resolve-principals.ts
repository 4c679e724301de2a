import { findByNames, isAzureError, type AzureError } from '../azure';
import type { Diagnostic } from '../diagnostics';
import { byText, lookupKey, type DirectoryLookup, type Guid } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { describeLookup, explainNames } from './explain-names';

/** Object ids by `lookupKey`. What is not in `found` is in `failures`. */
export interface ResolvedPrincipals {
  readonly found: ReadonlyMap<string, Guid>;
  /** By `lookupKey`; look-ups that failed for one cause share one diagnostic. */
  readonly failures: ReadonlyMap<string, Diagnostic>;
  /** The diagnostics in `failures`, each once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Asks the customer's directory for names, many at once; each is asked once for as long as the function lives. */
export function createPrincipalResolver({
  directory,
  customerTenant,
}: Connections): (lookups: readonly DirectoryLookup[]) => Promise<ResolvedPrincipals> {
  const answers = new Map<string, readonly Guid[]>();
  return async (lookups) => {
    const wanted = new Map(lookups.map((lookup) => [lookupKey(lookup), lookup]));
    const entries = [...wanted].sort(byText(([key]) => key));
    const open = entries.filter(([key]) => !answers.has(key));
    const asked = await findByNames(
      directory,
      open.map(([, lookup]) => lookup),
    );
    const found = new Map<string, Guid>();
    const failures = new Map<string, Diagnostic>();
    const unanswered = new Map<string, Failure>();
    for (const [index, [key, lookup]] of open.entries()) {
      const answer = asked[index] ?? [];
      if (isAzureError(answer)) noteFailure(unanswered, answer, lookup);
      else answers.set(key, answer);
    }
    const notOne = entries.filter(([key]) => answers.get(key)?.length !== 1 && answers.has(key));
    const explained = await explainNames(
      directory,
      notOne.map(([key, lookup]) => ({ lookup, ids: answers.get(key) ?? [] })),
      customerTenant,
    );
    notOne.forEach(([key], index) => failures.set(key, explained[index] as Diagnostic));
    for (const [key] of entries) {
      const [id, ...others] = answers.get(key) ?? [];
      if (id && others.length === 0) found.set(key, id);
    }
    for (const failure of unanswered.values()) {
      const shared = directoryFailed(failure, customerTenant);
      for (const lookup of failure.lookups) failures.set(lookupKey(lookup), shared);
    }
    return { found, failures, diagnostics: [...new Set(failures.values())] };
  };
}

interface Failure {
  readonly error: AzureError;
  readonly lookups: DirectoryLookup[];
}

/** One cause, one diagnostic: a directory that refuses refuses every look-up. */
function noteFailure(failures: Map<string, Failure>, error: AzureError, lookup: DirectoryLookup): void {
  const cause = error.kind === 'http' ? `${error.status} ${error.code}` : error.kind;
  const failure = failures.get(cause) ?? { error, lookups: [] };
  failure.lookups.push(lookup);
  failures.set(cause, failure);
}

function directoryFailed({ error, lookups }: Failure, tenantId: Guid): Diagnostic {
  return azureDiagnostic(error, {
    what: `The directory of tenant ${tenantId} could not be asked for ${lookups.map(describeLookup).join(', ')}`,
    hint: 'Looking up principals by name needs the right to read the directory (Directory Readers, or Directory.Read.All).',
  });
}
