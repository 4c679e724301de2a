import {
  keyOf,
  parseGuid,
  roleDefinitionId,
  type Guid,
  type RoleAssignment,
  type RoleDefinition,
} from '../model';
import { changedInPlace } from '../resources';
import { isAssignmentChange, type Change } from './change';
import type { Plan } from './plan';
import { resourceType } from './plan-file/resource-types';

/** One resource of Terraform's plan JSON. */
export interface TerraformChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: Readonly<Record<string, unknown>> | null | undefined;
    readonly after?: Readonly<Record<string, unknown>> | null | undefined;
  };
}

export interface TerraformView {
  /** The plan with Terraform's changes in place of ours: what checks judge. */
  readonly plan: Plan;
  /** Addresses of changes that no check understands. */
  readonly unjudged: readonly string[];
  /** What we would remove and Terraform does not know of: it stays. */
  readonly unseen: readonly Change[];
}

/** What Terraform would do, seen against what Azure has, which `plan` knows. */
export function asTerraformWould(plan: Plan, resources: readonly TerraformChange[]): TerraformView {
  const ours = new Map(plan.changes.map((change) => [change.address, change]));
  const changes: Change[] = [];
  const unjudged: string[] = [];
  for (const resource of resources) {
    if (resource.mode !== 'managed') continue;
    const change = translate(resource, ours.get(withoutIndex(resource.address)), plan.tenantId);
    if (change) changes.push(change);
    else if (actionOf(resource) !== undefined && actionOf(resource) !== 'no-op')
      unjudged.push(resource.address);
  }
  const known = new Set(changes.flatMap(idsBefore));
  const unseen = plan.changes.filter(
    (change) =>
      (change.action === 'delete' || change.action === 'replace') &&
      idsBefore(change).every((id) => !known.has(id)),
  );
  return {
    plan: {
      ...plan,
      changes: [...changes, ...unseen.map(staying)],
      unmanaged: plan.unmanaged.filter(({ assignment }) => !known.has(assignment.id.toLowerCase())),
    },
    unjudged,
    unseen,
  };
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}

/** Undefined for what does nothing to Azure and says nothing of it. */
function actionOf({ change: { actions } }: TerraformChange): Change['action'] | undefined {
  if (actions.length === 2) return 'replace';
  return (['no-op', 'create', 'update', 'delete'] as const).find((action) => action === actions[0]);
}

function translate(resource: TerraformChange, own: Change | undefined, tenantId: Guid): Change | undefined {
  const action = actionOf(resource);
  const kind = resourceType(resource.type);
  if (!action || !kind) return undefined;
  const decode = (values: TerraformChange['change']['before']): object | undefined => {
    const result = values && kind.decode(values, tenantId);
    return result && 'value' in result ? (result.value as object) : undefined;
  };
  const read = decode(resource.change.before);
  const before = read && { ...read, id: idInAzure(resource, read) };
  // Values that are known only after the apply, such as the id of a role that the same plan makes, we know beforehand.
  const after = decode(resource.change.after) ?? (own && 'after' in own ? own.after : undefined);
  const isWhole = (action === 'create' || before) && (action === 'no-op' || action === 'delete' || after);
  if (!isWhole) return undefined;
  const { dependsOn = [], constructPath, source, because } = own ?? {};
  return {
    type: resource.type,
    address: withoutIndex(resource.address),
    dependsOn,
    ...(constructPath !== undefined && { constructPath }),
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...(own && 'until' in own && own.until !== undefined && { until: own.until }),
    action,
    ...(action !== 'create' && { before }),
    ...(action !== 'no-op' && action !== 'delete' && { after }),
    ...particulars(action, before, after, own),
  } as unknown as Change;
}

/** In its state azurerm has the id of a custom role together with the scope at which the role was written. */
function idInAzure({ type, change: { before } }: TerraformChange, read: object): string {
  if (type === 'azurerm_role_definition') return roleDefinitionId(read as RoleDefinition);
  return typeof before?.['id'] === 'string' ? before['id'] : '';
}

function particulars(
  action: Change['action'],
  before: object | undefined,
  after: object | undefined,
  own: Change | undefined,
): object {
  const isAssignment = own ? isAssignmentChange(own) : hasName(before ?? after);
  const reason = { create: 'not-in-azure', update: 'attributes-differ', 'no-op': undefined } as const;
  const removed = own?.action === 'delete' ? own.reason : 'no-longer-declared';
  if (!isAssignment) return { reason: action === 'delete' ? removed : reason[action as 'create'] };
  const [was, becomes] = [before, after] as [RoleAssignment | undefined, RoleAssignment | undefined];
  const subject = was ?? becomes;
  return {
    ...(subject && { naturalKey: keyOf(subject) }),
    ...(action === 'no-op' && { adopting: false }),
    ...(action === 'create' && { reason: 'not-in-azure' }),
    ...(action === 'update' && was && becomes && updateOf(was, becomes)),
    ...(action === 'replace' && { reason: 'adopted-assignment-differs' }),
    ...(action === 'delete' && { reason: removed }),
  };
}

function updateOf(before: RoleAssignment, after: RoleAssignment): object {
  return { changed: changedInPlace(before, after), adopting: false, reason: 'condition-differs' };
}

function hasName(value: object | undefined): boolean {
  return (
    value !== undefined &&
    'name' in value &&
    'principalId' in value &&
    parseGuid(String(value.name)) !== undefined
  );
}

function idsBefore(change: Change): string[] {
  return 'before' in change ? [change.before.id.toLowerCase()] : [];
}

/** At an address of its own: where one was to take its place, Terraform makes that one. */
function staying(change: Change): Change {
  if (change.action !== 'delete' && change.action !== 'replace') return change;
  const { type, before } = change;
  const { address } =
    change.action === 'delete' ? change : { address: `${type}.undeclared["${change.before.name}"]` };
  return {
    type,
    address,
    dependsOn: [],
    action: 'no-op',
    before,
    ...(isAssignmentChange(change) && { naturalKey: keyOf(change.before), adopting: false }),
  } as unknown as Change;
}
