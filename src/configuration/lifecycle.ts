/** How a resource is treated once it exists, in Terraform's words. */
export interface Lifecycle {
  readonly preventDestroy: boolean;
  /** True where a condition that differs in Azure is left as it is. */
  readonly ignoresCondition: boolean;
}

/** Descriptions are never compared, so that ignoring them says nothing. */
const ignorable = ['description', 'condition', 'condition_version'];

/** What a `lifecycle` block says, or what in it is not understood. */
export function readLifecycle(block: unknown): Lifecycle | { readonly refused: string } {
  const lifecycle = block ?? {};
  if (typeof lifecycle !== 'object' || Array.isArray(lifecycle))
    return { refused: 'Its lifecycle is no block.' };
  const {
    ignore_changes: ignored = [],
    prevent_destroy: preventDestroy = false,
    create_before_destroy: createFirst = true,
    ...others
  } = lifecycle as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return { refused: `It plans no "${other}" in a lifecycle.` };
  if (typeof preventDestroy !== 'boolean')
    return { refused: 'Its prevent_destroy is neither true nor false.' };
  // A replacement always creates first: names differ, so both can exist, and access has no gap.
  if (createFirst !== true) return { refused: 'Its create_before_destroy is not true.' };
  if (!Array.isArray(ignored)) return { refused: 'Its ignore_changes is no list of attributes.' };
  const unknown = ignored.find((name) => !ignorable.includes(name as string)) as unknown;
  if (unknown !== undefined)
    return {
      refused: `Its ignore_changes holds ${JSON.stringify(unknown)}; only ${ignorable.join(', ')} can be ignored.`,
    };
  return { preventDestroy, ignoresCondition: ignored.includes('condition') };
}
