import { startsWithSegments } from '../http/exchange';
import type { ArmType } from './api-version';

/** What an ARM path asks for: a type, at a scope, and possibly one object of it. */
export interface ArmPath {
  readonly type: ArmType;
  /** Segments of the scope; empty for root. */
  readonly scope: readonly string[];
  /** The segment after the type; absent: the list. */
  readonly name?: string;
  /** The segment after the name, such as `cancel` or `register`. */
  readonly action?: string;
}

/** What extends any scope, by provider. */
const extensionTypes = {
  'Microsoft.Authorization': [
    'roleAssignments',
    'roleDefinitions',
    'permissions',
    'denyAssignments',
    'locks',
    'providerOperations',
    'elevateAccess',
    'roleEligibilitySchedules',
    'roleEligibilityScheduleInstances',
    'roleEligibilityScheduleRequests',
    'roleAssignmentSchedules',
    'roleAssignmentScheduleInstances',
    'roleAssignmentScheduleRequests',
    'roleManagementPolicies',
    'roleManagementPolicyAssignments',
  ],
  'Microsoft.ManagedServices': ['registrationDefinitions', 'registrationAssignments'],
  'Microsoft.ResourceGraph': ['resources'],
} as const satisfies Record<string, readonly ArmType[]>;

/** @returns undefined when the path is none that the emulator imitates */
export function parseArmPath(segments: readonly string[]): ArmPath | undefined {
  return (
    parseExtensionPath(segments) ?? parseSubscriptionPath(segments) ?? parseManagementGroupPath(segments)
  );
}

/** `{scope}/providers/{provider}/{type}[/{name}[/{action}]]`; the scope may itself contain `/providers/`. */
function parseExtensionPath(segments: readonly string[]): ArmPath | undefined {
  const providers = Object.keys(extensionTypes) as (keyof typeof extensionTypes)[];
  const providerAt = (index: number): keyof typeof extensionTypes | undefined =>
    providers.find((name) => startsWithSegments(segments.slice(index), ['providers', name]));
  const start = segments.findLastIndex((_, index) => providerAt(index) !== undefined);
  const provider = providerAt(start);
  if (start < 0 || provider === undefined) return undefined;
  const [type, name, action, ...rest] = segments.slice(start + 2);
  const types: readonly ArmType[] = extensionTypes[provider];
  const known = types.find((candidate) => candidate.toLowerCase() === type?.toLowerCase());
  if (!known || rest.length > 0) return undefined;
  return { type: known, scope: segments.slice(0, start), ...optional(name, action) };
}

function parseSubscriptionPath(segments: readonly string[]): ArmPath | undefined {
  const [root, id, child, namespace, action, ...rest] = segments;
  const kind = root?.toLowerCase();
  if (kind === 'tenants' && id === undefined) return { type: 'tenants', scope: [] };
  if (kind !== 'subscriptions') return undefined;
  if (id === undefined) return { type: 'subscriptions', scope: [] };
  const scope = segments.slice(0, 2);
  if (child === undefined) return { type: 'subscriptions', scope, name: id };
  if (child.toLowerCase() === 'resourcegroups' && namespace === undefined) {
    return { type: 'resourceGroups', scope };
  }
  if (child.toLowerCase() !== 'providers' || rest.length > 0) return undefined;
  return { type: 'providers', scope, ...optional(namespace, action) };
}

/** `/providers/Microsoft.Management/managementGroups[/{name}[/{descendants or subscriptions}]]` */
function parseManagementGroupPath(segments: readonly string[]): ArmPath | undefined {
  const expected = ['providers', 'Microsoft.Management', 'managementGroups'];
  if (!startsWithSegments(segments, expected)) return undefined;
  const [name, action, ...rest] = segments.slice(expected.length);
  if (rest.length > 0) return undefined;
  return { type: 'managementGroups', scope: [], ...optional(name, action) };
}

function optional(name: string | undefined, action: string | undefined): Pick<ArmPath, 'name' | 'action'> {
  return { ...(name !== undefined && { name }), ...(action !== undefined && { action }) };
}
