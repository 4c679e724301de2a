import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { customerOfLockFile, readLockFile } from '../apply';
import type { ConfigurationDraft } from '../configuration';
import { diagnostic, DiagnosticError, type Diagnostic } from '../diagnostics';
import {
  describeScope,
  managementGroupScope,
  scopeKey,
  subscriptionScope,
  type Cloud,
  type Lock,
} from '../model';
import type { Project } from './project';

/** What the lock files of a project say of who holds which scope, whichever customers were chosen. */
export interface Holdings {
  readonly locks: readonly Lock[];
  /** Why some are not known. */
  readonly unreadable: readonly Diagnostic[];
}

/**
 * Reads every lock file of the project for this cloud. Assignments are recognised by owner and natural key, which do not
 * say which customer's file made them: of two files that look after one scope, each would remove what the other made.
 */
export function readHoldings(project: Project, cloud: Cloud): Holdings {
  const locks: Lock[] = [];
  const unreadable: Diagnostic[] = [];
  if (!existsSync(project.customersFolder)) return { locks, unreadable };
  for (const name of readdirSync(project.customersFolder).sort()) {
    const customer = customerOfLockFile(name, cloud);
    if (customer === undefined) continue;
    try {
      locks.push(readLockFile(path.join(project.customersFolder, name), customer, cloud));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      unreadable.push(...error.diagnostics);
    }
  }
  return { locks, unreadable };
}

/** One error for each scope that the customer declares and that the lock file of another one holds. */
export function findScopesOfOthers({ declaration }: ConfigurationDraft, { locks }: Holdings): Diagnostic[] {
  const { customer, subscriptions, managementGroups } = declaration;
  const declared = [
    ...Object.entries(subscriptions).map(([alias, id]) => ({ alias, scope: subscriptionScope(id) })),
    ...Object.entries(managementGroups).map(([alias, name]) => ({
      alias,
      scope: managementGroupScope(name),
    })),
  ];
  return declared.flatMap(({ alias, scope }) =>
    locks
      .filter((lock) => lock.customer !== customer.id)
      .flatMap((lock) => {
        // The name of a management group is unique within its tenant only.
        const isElsewhere = lock.tenantId !== undefined && lock.tenantId !== customer.tenant;
        if (isElsewhere && describeScope(scope)?.kind === 'management-group') return [];
        const held = lock.scopes.find((entry) => scopeKey(entry.scope) === scopeKey(scope));
        return held ? [heldByAnother(customer.id, alias, lock.customer, held)] : [];
      }),
  );
}

function heldByAnother(
  customer: string,
  alias: string,
  holder: string,
  held: Lock['scopes'][number],
): Diagnostic {
  return diagnostic('scope_of_another_customer', {
    customer,
    constructPath: `${customer}/${alias}`,
    detail: `${held.scope} was applied as ${holder}/${held.alias}, whose lock file holds it. Each of the two would remove what the other grants.`,
    hint: `Declare it in one file only. If it is to pass from ${holder} to ${customer}, its access stays and ${holder} forgets it:\n\ntilldela forget ${holder}/${held.alias}`,
  });
}

/**
 * Why nothing may be removed: somebody's lock file cannot be read, or a file cannot be loaded that has no lock file
 * either. What was read could be theirs. Undefined where all is known.
 */
export function whyNothingIsRemoved(
  { locks, unreadable }: Holdings,
  unloaded: readonly string[],
): string | undefined {
  const unknown = unloaded.filter((name) => !locks.some(({ customer }) => customer === name));
  const reasons = [
    ...unreadable.map(({ detail }) => `a lock file cannot be read (${detail.replace(/\.$/, '')})`),
    ...unknown.map((name) => `the file of ${name} cannot be loaded, and it has no lock file`),
  ];
  if (reasons.length === 0) return undefined;
  return `What other customers look after is not known: ${reasons.join('; ')}.`;
}
