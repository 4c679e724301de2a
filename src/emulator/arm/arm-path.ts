import { startsWithSegments } from '../http/exchange';
import type { ArmType } from './api-version';

/** What an ARM path asks for: a type, at a scope, and possibly one object of it. */
export interface ArmPath {
  readonly type: ArmType;
  /** Segments of the scope; empty for root. */
  readonly scope: readonly string[];
  /** The last segment of an object's path; absent: the list. */
  readonly name?: string;
}

/** @returns undefined when the path is none that the emulator imitates */
export function parseArmPath(segments: readonly string[]): ArmPath | undefined {
  return parseAuthorizationPath(segments) ?? parseSubscriptionPath(segments);
}

/** `{scope}/providers/Microsoft.Authorization/{type}[/{name}]`; the scope may itself contain `/providers/`. */
function parseAuthorizationPath(segments: readonly string[]): ArmPath | undefined {
  const start = segments.findLastIndex((_, index) =>
    startsWithSegments(segments.slice(index), ['providers', 'Microsoft.Authorization']),
  );
  if (start < 0) return undefined;
  const [type, name, ...rest] = segments.slice(start + 2);
  const known = (['roleAssignments', 'roleDefinitions'] as const).find(
    (candidate) => candidate.toLowerCase() === type?.toLowerCase(),
  );
  if (!known || rest.length > 0) return undefined;
  return { type: known, scope: segments.slice(0, start), ...(name !== undefined && { name }) };
}

function parseSubscriptionPath(segments: readonly string[]): ArmPath | undefined {
  const [root, id, child] = segments.map((segment) => segment.toLowerCase());
  if (root === 'tenants' && segments.length === 1) return { type: 'tenants', scope: [] };
  if (root !== 'subscriptions') return undefined;
  if (id === undefined) return { type: 'subscriptions', scope: [] };
  const scope = segments.slice(0, 2);
  if (child === undefined) return { type: 'subscriptions', scope, name: id };
  if (segments.length > 3) return undefined;
  if (child === 'resourcegroups') return { type: 'resourceGroups', scope };
  if (child === 'providers') return { type: 'providers', scope };
  return undefined;
}
