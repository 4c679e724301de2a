import type { Configuration } from './configuration';
import { FindingError, type Finding } from './finding';
import type { Schema } from './schema';
import type { Session } from './session';
import type { Values } from './values/value';

/** A resource's attributes, and what Terraform keeps beside them for the provider alone. Null attributes: there is none. */
export interface Kept {
  readonly state: Values | null;
  readonly privateState: Uint8Array;
}

/** Ends a create of which nobody knows whether it was done: what may have been made is kept, and looked at again. */
export class InDoubt extends FindingError {
  constructor(
    findings: readonly Finding[],
    readonly kept: Kept,
  ) {
    super(findings);
  }
}

export interface ProposedChange {
  /** Null for a resource that is to be made. */
  readonly prior: Values | null;
  /** The configuration, with prior values of what it leaves to the provider. */
  readonly proposed: Values;
  readonly config: Values;
}

export interface PlannedChange {
  readonly planned: Values;
  /** Attributes that change and cannot change in place. */
  readonly replaced: readonly string[];
}

/** A type of resource that Terraform manages. Methods throw FindingError or DiagnosticError. */
export interface ManagedResource {
  readonly schema: Schema;
  readonly validate: (config: Values) => readonly Finding[];
  /** What the apply will make of the configuration. Asks nobody: planned twice, it comes to the same. */
  readonly plan: (change: ProposedChange, configuration: Configuration | undefined) => PlannedChange;
  readonly read: (kept: Kept & { readonly state: Values }, session: Session) => Promise<Kept>;
  /** May throw InDoubt. */
  readonly create: (planned: Values, session: Session) => Promise<Kept>;
  readonly update: (
    prior: Kept & { readonly state: Values },
    planned: Values,
    session: Session,
  ) => Promise<Kept>;
  readonly delete: (prior: Values, session: Session) => Promise<void>;
  /** As much of the state as `read` needs to find the rest. */
  readonly import: (id: string) => Values;
  /** The state of a resource of another type, read by our schema, as one of this. */
  readonly move: (from: { readonly provider: string; readonly type: string }, state: Values) => Values;
}

/** A question to Azure. */
export interface DataSource {
  readonly schema: Schema;
  readonly validate: (config: Values) => readonly Finding[];
  readonly read: (
    config: Values,
    session: Session,
  ) => Promise<{ readonly state: Values; readonly findings: readonly Finding[] }>;
}
