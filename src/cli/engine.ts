/** Who plans and applies: tilldela itself, or Terraform (or OpenTofu) in each customer's stack. */
export const engines = ['embedded', 'terraform'] as const;

export interface EngineArguments {
  readonly engine: (typeof engines)[number];
  /** Stacks that Terraform works on at once. */
  readonly jobs: number;
}
