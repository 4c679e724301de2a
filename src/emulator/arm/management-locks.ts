import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import { objectDeleted, objectWritten } from '../world/change';
import { idKey } from '../world/cloud';
import type { ManagementLock } from '../world/management-lock';
import { gatewayRefusal } from './arm-authentication';
import { armPage } from './arm-page';
import type { ArmPath } from './arm-path';
import type { ArmRequest } from './arm-request';
import { parseProperties, readText } from './json-body';
import { notImitated } from './not-imitated';
import { relationOf } from './scope';
import type { Scope } from './scope';

/**
 * `GET {scope}/providers/Microsoft.Authorization/locks`: at, above and below the scope, with `atScope()` not below.
 * Source: learn.microsoft.com/powershell/module/az.resources/get-azresourcelock
 */
export function listLocks(request: ArmRequest, scope: Scope): Answer {
  const isNarrow = readFilter(request.exchange.query('$filter'));
  const found = [...scope.home.objects.managementLocks.values()].filter((lock) => {
    const relation = relationOf(lock.scope, scope);
    return relation !== 'unrelated' && !(isNarrow && relation === 'below');
  });
  return { status: 200, body: armPage(request, found, render) };
}

/** One lock, at its own scope. */
export function routeLock(request: ArmRequest, scope: Scope, name: string): Answer {
  // Nothing above subscriptions can be locked.
  if (!scope.subscription) throw notImitated(request.exchange);
  const key = idKey(`${scope.id}/${name}`);
  const lock = scope.home.objects.managementLocks.get(key);
  switch (request.exchange.method) {
    case 'GET':
      if (lock) return { status: 200, body: render(lock) };
      throw new Refusal(404, 'LockNotFound', `The lock '${name}' could not be found.`);
    case 'PUT':
      return putLock(request, scope, name, lock);
    case 'DELETE':
      if (!lock) return { status: 204 };
      request.context.ledger.record(objectDeleted(scope.home, 'managementLocks', lock));
      return { status: 200 };
    default:
      throw notImitated(request.exchange);
  }
}

function putLock(
  request: ArmRequest,
  scope: Scope,
  name: string,
  existing: ManagementLock | undefined,
): Answer {
  const properties = parseProperties(request.exchange.body);
  const asked = readText(properties['level']);
  const level = levels.find((each) => idKey(each) === idKey(asked ?? ''));
  if (!level) throw new Refusal(400, 'InvalidLockLevel', `The lock level '${asked ?? ''}' is not valid.`);
  const notes = readText(properties['notes']);
  const lock = { name: existing?.name ?? name, scope: scope.id, level, ...(notes !== null && { notes }) };
  request.context.ledger.record(objectWritten(scope.home, 'managementLocks', lock));
  return { status: existing ? 200 : 201, body: render(lock) };
}

const levels = ['CanNotDelete', 'ReadOnly'] as const;

/**
 * What a lock at the scope or above it keeps from being written or deleted there, access included. Locks themselves
 * can be changed under a lock.
 *
 * @throws Refusal 409 `ScopeLocked`
 */
export function refuseLocked({ exchange }: ArmRequest, { type }: ArmPath, scope: Scope): void {
  const { method } = exchange;
  if (type === 'locks' || (method !== 'PUT' && method !== 'DELETE')) return;
  const inForce = [...scope.home.objects.managementLocks.values()].filter(
    (lock) =>
      ['at', 'above'].includes(relationOf(lock.scope, scope)) &&
      (lock.level === 'ReadOnly' || method === 'DELETE'),
  );
  if (inForce.length === 0) return;
  const operation = method === 'DELETE' ? 'delete' : 'write';
  throw gatewayRefusal(
    409,
    'ScopeLocked',
    `The scope '/${exchange.segments.join('/')}' cannot perform ${operation} operation because following scope(s) ` +
      `are locked: '${inForce.map((lock) => lock.scope).join(',')}'. Please remove the lock and try again.`,
  );
}

/** Whether it is `atScope()`. */
function readFilter(text: string | undefined): boolean {
  if (!text) return false;
  const [condition, ...more] = parseFilter(text) ?? [];
  const isAtScope = condition?.kind === 'call' && condition.name.toLowerCase() === 'atscope';
  if (isAtScope && more.length === 0) return true;
  throw new Refusal(400, 'UnsupportedQuery', `The filter '${text}' is not supported.`);
}

function render({ name, scope, level, notes }: ManagementLock) {
  return {
    properties: { level, ...(notes !== undefined && { notes }) },
    id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
    type: 'Microsoft.Authorization/locks',
    name,
  };
}
