import { z } from 'zod';
import { sortKeys } from '../model';
import { jsonIn } from './json-output';

const values = z.record(z.string(), z.unknown());

/** What is not named here is kept, for whoever reads a saved plan. */
const change = z.looseObject({
  actions: z.array(z.string()),
  before: values.nullish(),
  after: values.nullish(),
  importing: z.looseObject({ id: z.string().optional() }).nullish(),
  /** True, or true at the same place in a structure, for what a provider calls sensitive. */
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
});

export const resourceChange = z.looseObject({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  previous_address: z.string().optional(),
  deposed: z.string().optional(),
  change,
});

/** What is read of `show -json` (developer.hashicorp.com/terraform/internals/json-format). */
const planJson = z.object({
  resource_changes: z.array(resourceChange).default([]),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
  errored: z.boolean().default(false),
});

export type ResourceChange = z.infer<typeof resourceChange>;
export type TerraformPlan = z.infer<typeof planJson>;

/** Throws where the text is no plan. */
export function readPlanJson(text: string): TerraformPlan {
  return planJson.parse(jsonIn(text));
}

/** True where something is done to the resource. Importing, moving and forgetting write to the state alone. */
export function isChange({ change: { actions } }: ResourceChange): boolean {
  return !actions.every((action) => ['no-op', 'read', 'forget'].includes(action));
}

/** True for what is removed and made anew, in one step of Terraform's. */
export function isReplacement({ change: { actions } }: ResourceChange): boolean {
  return actions.includes('delete') && actions.includes('create');
}

/** True for a replacement where the new one is there before the former is removed. */
export function isCreatedFirst({ change: { actions } }: ResourceChange): boolean {
  return actions[0] === 'create';
}

/** True for what only adds: access that is there stays. */
export function isGrant(resource: ResourceChange): boolean {
  return isChange(resource) && !resource.change.actions.includes('delete');
}

/** True for a plan that both grants and takes away, which must not happen in an order that nobody chose. */
export function isMixed({ resource_changes: all }: TerraformPlan): boolean {
  return all.some(isGrant) && all.some((each) => isChange(each) && !isGrant(each));
}

/** True where the plan does something to a resource or an output. */
export function hasChanges({ resource_changes, output_changes }: TerraformPlan): boolean {
  const outputs = Object.values(output_changes);
  return (
    resource_changes.some(isChange) ||
    outputs.some(({ actions }) => actions.some((action) => action !== 'no-op'))
  );
}

/** The change with a mark in place of each value that a provider calls sensitive: Terraform's JSON has them in the clear. */
export function withoutSensitive(change: ResourceChange['change']): ResourceChange['change'] {
  const { before, after, before_sensitive: was, after_sensitive: becomes } = change;
  return { ...change, before: masked(before, was), after: masked(after, becomes) };
}

function masked<Value>(value: Value, marks: unknown): Value {
  if (marks === true) return '(sensitive)' as Value;
  if (typeof value !== 'object' || value === null || typeof marks !== 'object' || marks === null)
    return value;
  const markAt = new Map(Object.entries(marks));
  const entries = Object.entries(value).map(([key, each]) => [key, masked(each as unknown, markAt.get(key))]);
  return (Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries)) as Value;
}

/** "create azurerm_role_assignment.web", a line for each. */
export function changesInWords(changes: readonly ResourceChange[]): string {
  const lines = changes.map(({ address, change: { actions } }) => `${actions.join(' and ')} ${address}`);
  return lines.join('\n') || '(nothing)';
}

/** What is done, as text that is equal for equal changes. */
export function contentOf(changes: readonly ResourceChange[]): string {
  const content = changes.map(({ address, deposed, change: { actions, before, after } }) =>
    JSON.stringify(sortKeys({ address, deposed, actions, before, after })),
  );
  return content.sort().join('\n');
}
