import type { KnownRoles } from '../catalogue';
import type { SourcePosition } from '../diagnostics';
import {
  lookupKey,
  parseGuid,
  scopeKey,
  type AdoptedAssignment,
  type CalendarDate,
  type Guid,
  type Lock,
  type MadeResource,
  type PrincipalReference,
  type PrincipalType,
  type Scope,
} from '../model';
import type { DirectoryObjects } from './terraform/directory-objects';
import type { Providers } from './terraform/providers';

/** What stands beside a grant in the synthesized file, since Terraform has no word for it. */
export interface GrantRecord {
  readonly address: string;
  readonly path: string;
  readonly source: SourcePosition | undefined;
  readonly because: string | undefined;
  readonly until: CalendarDate | undefined;
}

/** A declared resource that is no grant. */
export interface ResourceRecord {
  readonly address: string;
  readonly path: string;
  readonly source: SourcePosition | undefined;
  readonly because: string | undefined;
  readonly until?: CalendarDate | undefined;
  readonly revoked?: boolean;
  readonly principalType?: PrincipalType;
}

export interface ExceptionRecord {
  readonly path: string;
  readonly because: string;
  readonly review: CalendarDate | undefined;
  readonly source: SourcePosition | undefined;
}

/** What the grants of one customer need to know of their stack. Absent where the stack itself is declared wrongly. */
export interface StackFacts {
  readonly tenantId: Guid;
  readonly owner: Guid;
  readonly partnerTenantId: Guid;
  readonly providers: Providers;
  readonly directory: DirectoryObjects;
}

/** What the constructs of one customer share while they are declared: facts to read, and claims that must not clash. */
export class Ledger {
  readonly #names = new Map<string, string>();
  readonly #access = new Map<string, string>();
  readonly #adopted: ReadonlyMap<string, AdoptedAssignment>;
  readonly #made: readonly MadeResource[];
  readonly #grants: GrantRecord[] = [];
  readonly #resources: ResourceRecord[] = [];
  readonly #exceptions: ExceptionRecord[] = [];

  constructor(
    readonly facts: StackFacts | undefined,
    lock: Lock | undefined,
    /** The roles that can be named. */
    readonly roles: KnownRoles,
  ) {
    this.#adopted = new Map(lock?.adopted.map((entry) => [entry.constructPath, entry]));
    this.#made = lock?.made ?? [];
  }

  get grants(): readonly GrantRecord[] {
    return this.#grants;
  }

  get resources(): readonly ResourceRecord[] {
    return this.#resources;
  }

  get exceptions(): readonly ExceptionRecord[] {
    return this.#exceptions;
  }

  recordGrant(grant: GrantRecord): void {
    this.#grants.push(grant);
  }

  recordResource(resource: ResourceRecord): void {
    this.#resources.push(resource);
  }

  recordException(exception: ExceptionRecord): void {
    this.#exceptions.push(exception);
  }

  adoptedAt(path: string): AdoptedAssignment | undefined {
    return this.#adopted.get(path);
  }

  /** The name that the lock file records for what the construct made at the scope: it stays, whoever was the owner. */
  madeAt(type: string, path: string, scope: Scope): Guid | undefined {
    const made = this.#made.find(
      (entry) =>
        entry.type === type && entry.constructPath === path && scopeKey(entry.scope) === scopeKey(scope),
    );
    return made && parseGuid(made.id.slice(made.id.lastIndexOf('/') + 1));
  }

  /** Takes a resource name for the construct at `path`; gives the path of the one that already has it. */
  claimName(name: string, path: string): string | undefined {
    return claim(this.#names, name, path);
  }

  /** Takes an access for the grant at `path`; gives the path of the one that already grants it. */
  claimAccess(scope: Scope, role: Guid, principal: PrincipalReference, path: string): string | undefined {
    const who = 'objectId' in principal ? principal.objectId : lookupKey(principal.lookup);
    return claim(this.#access, `${scopeKey(scope)}|${role}|${who}`, path);
  }
}

function claim(claims: Map<string, string>, key: string, path: string): string | undefined {
  const holder = claims.get(key);
  if (holder === undefined) claims.set(key, path);
  return holder;
}
