import { findByName, isAzureError, type AzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { byText, lookupKey, lookupName, type DirectoryLookup, type Guid } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';

/** Look-ups under way at once. */
const concurrency = 4;

/** Object ids by `lookupKey`. What is not in `found` is in `failures`. */
export interface ResolvedPrincipals {
  readonly found: ReadonlyMap<string, Guid>;
  /** By `lookupKey`; look-ups that failed for one cause share one diagnostic. */
  readonly failures: ReadonlyMap<string, Diagnostic>;
  /** The diagnostics in `failures`, each once. */
  readonly diagnostics: readonly Diagnostic[];
}

type Answer = readonly Guid[] | AzureError;

/** Asks the customer's directory for names; each is asked once for as long as the function lives. */
export function createPrincipalResolver({
  directory,
  customerTenant,
}: Connections): (lookups: readonly DirectoryLookup[]) => Promise<ResolvedPrincipals> {
  const answers = new Map<string, readonly Guid[]>();
  return async (lookups) => {
    const wanted = new Map(lookups.map((lookup) => [lookupKey(lookup), lookup]));
    const entries = [...wanted].sort(byText(([key]) => key));
    const found = new Map<string, Guid>();
    const failures = new Map<string, Diagnostic>();
    const unanswered = new Map<string, Failure>();
    const results = await mapBounded(entries, concurrency, async ([key, lookup]) => {
      const answer: Answer = answers.get(key) ?? (await find(lookup));
      if (!isAzureError(answer)) answers.set(key, answer);
      return { key, lookup, answer };
    });
    for (const { key, lookup, answer } of results) {
      if (isAzureError(answer)) noteFailure(unanswered, answer, lookup);
      else if (answer.length === 1 && answer[0]) found.set(key, answer[0]);
      else failures.set(key, notExactlyOne(lookup, answer, customerTenant));
    }
    for (const failure of unanswered.values()) {
      const shared = directoryFailed(failure, customerTenant);
      for (const lookup of failure.lookups) failures.set(lookupKey(lookup), shared);
    }
    return { found, failures, diagnostics: [...new Set(failures.values())] };
  };

  function find(lookup: DirectoryLookup): Promise<Answer> {
    return findByName(directory, lookup).catch((error: unknown) => {
      if (isAzureError(error)) return error;
      throw error;
    });
  }
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
    what: `The directory of tenant ${tenantId} could not be asked for ${lookups.map(describe).join(', ')}`,
    hint: 'Looking up principals by name needs the right to read the directory (Directory Readers, or Directory.Read.All).',
  });
}

function notExactlyOne(lookup: DirectoryLookup, ids: readonly Guid[], tenantId: Guid): Diagnostic {
  if (ids.length === 0) {
    return diagnostic('principal_not_found', {
      detail: `The directory of tenant ${tenantId} has no ${describe(lookup)}.`,
    });
  }
  const shown = [...ids].sort().slice(0, 10);
  const rest = ids.length > shown.length ? `\nand ${ids.length - shown.length} more` : '';
  return diagnostic('principal_ambiguous', {
    detail: `The directory of tenant ${tenantId} has ${ids.length} times a ${describe(lookup)}:\n${shown.join('\n')}${rest}`,
  });
}

const typeNames = { User: 'user', Group: 'group', ServicePrincipal: 'service principal' } as const;

function describe(lookup: DirectoryLookup): string {
  if ('clientId' in lookup) return `service principal of the application ${lookup.clientId}`;
  return `${typeNames[lookup.type]} "${lookupName(lookup)}"`;
}
