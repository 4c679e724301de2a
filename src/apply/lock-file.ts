import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fail } from '../diagnostics';
import {
  assignmentId,
  byText,
  clouds,
  emptyLock,
  naturalKey,
  parseGuid,
  parseScope,
  type Cloud,
  type Guid,
  type Lock,
} from '../model';
import { syncFolder } from './sync-folder';

const formatVersion = '1';

const guid = z.string().refine((text) => parseGuid(text) === text);

const adoptedSchema = z.object({
  constructPath: z.string(),
  id: z.string(),
  name: guid,
  naturalKey: z.string(),
});

const lockSchema = z.object({
  formatVersion: z.literal(formatVersion),
  customer: z.string(),
  cloud: z.enum(clouds),
  tenantId: guid.optional(),
  owner: guid.optional(),
  scopes: z.array(
    z.object({ alias: z.string(), scope: z.string().refine((text) => parseScope(text) === text) }),
  ),
  adopted: z.array(
    adoptedSchema.refine(isOneAssignment, 'id, name and naturalKey do not speak of one assignment'),
  ),
  made: z
    .array(
      z.object({
        type: z.string(),
        constructPath: z.string(),
        scope: z.string().refine((text) => parseScope(text) === text),
        id: z.string(),
      }),
    )
    .default([]),
  offboardedOn: z.iso.datetime().optional(),
});

/** An entry that was edited by hand could otherwise make ours what is not. */
function isOneAssignment({ id, name, naturalKey: key }: z.output<typeof adoptedSchema>): boolean {
  const [tenant = '', scopeText = '', roleText = '', principal = ''] = key.split('|');
  const [tenantId, role, principalId] = [tenant, roleText, principal].map(parseGuid);
  const scope = parseScope(scopeText);
  if (!tenantId || !scope || !role || !principalId) return false;
  const sameId = assignmentId({ scope, name: name as Guid }).toLowerCase() === id.toLowerCase();
  return sameId && naturalKey({ tenantId, scope, role, principalId }) === key;
}

/** The name of a customer's lock file. The emulator has its own: what was tried there must never count as applied. */
export function lockFileName(customer: string, cloud: Cloud): string {
  return `${customer}${cloud === 'emulator' ? '.emulator' : ''}.lock.json`;
}

/** The customer whose lock file for this cloud bears the name; undefined for any other file. */
export function customerOfLockFile(fileName: string, cloud: Cloud): string | undefined {
  const customer = fileName.replace(/(\.emulator)?\.lock\.json$/, '');
  return fileName === lockFileName(customer, cloud) ? customer : undefined;
}

/** The lock in the file; an empty one where there is no file. Throws a DiagnosticError `lock_unreadable`. */
export function readLockFile(file: string, customer: string, cloud: Cloud): Lock {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyLock(customer, cloud);
    return unreadable(file, customer, (error as Error).message);
  }
  const result = lockSchema.safeParse(parseJson(text));
  if (!result.success) {
    const [issue] = result.error.issues;
    return unreadable(
      file,
      customer,
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a lock file'}`,
    );
  }
  const lock = result.data as unknown as Lock;
  if (lock.customer !== customer || (lock.cloud === 'emulator') !== (cloud === 'emulator')) {
    return unreadable(file, customer, `it speaks of ${lock.customer} on ${lock.cloud}`);
  }
  if (lock.cloud !== cloud)
    return unreadable(file, customer, `it was written for ${lock.cloud}, this is ${cloud}`);
  const { owner, tenantId } = lock;
  return {
    customer,
    cloud,
    ...(tenantId && { tenantId }),
    ...(owner && { owner }),
    scopes: lock.scopes,
    adopted: lock.adopted,
    made: lock.made,
    ...(lock.offboardedOn !== undefined && { offboardedOn: lock.offboardedOn }),
  };
}

/**
 * Replaces the file in one step; it is on the disk before this returns. Equal locks give equal files. Throws a
 * DiagnosticError `lock_not_written`, which says what has come to pass in Azure.
 */
export function writeLockFile(file: string, lock: Lock, inAzure = 'Nothing was changed in Azure.'): void {
  const content = {
    formatVersion,
    customer: lock.customer,
    cloud: lock.cloud,
    tenantId: lock.tenantId,
    owner: lock.owner,
    scopes: lock.scopes.toSorted(byText(({ scope }) => scope)),
    adopted: lock.adopted.toSorted(byText(({ id }) => id)),
    ...(lock.made.length > 0 && { made: lock.made.toSorted(byText(({ id }) => id)) }),
    offboardedOn: lock.offboardedOn,
  };
  try {
    replaceFile(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    fail('lock_not_written', {
      customer: lock.customer,
      detail: `${(error as Error).message}. ${inAzure}`,
      hint: `Make room for ${file} or give the permission, and run the command again.`,
    });
  }
}

function replaceFile(file: string, text: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, text);
  const descriptor = openSync(draft, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
  syncFolder(path.dirname(file));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, customer: string, why: string): never {
  return fail('lock_unreadable', {
    customer,
    detail: `${file}: ${why}.`,
    hint: 'Restore the file from version control.',
  });
}
