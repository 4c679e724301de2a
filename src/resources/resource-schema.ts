/** What a changed attribute means for an object that exists. */
export type AttributeChange =
  /** The object must be made anew. */
  | 'replace'
  /** The object can be updated. */
  | 'in-place'
  /** Differences are not looked at. */
  | 'ignored';

export interface AttributeSchema {
  readonly required: boolean;
  readonly change: AttributeChange;
}

/** The Terraform-shaped description of a resource type, as data that pure code can read. */
export interface ResourceSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
}
