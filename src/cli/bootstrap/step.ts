import type { BootstrapStep } from '../../report';

/** A step, and how to make it, where whoever runs the command may try. */
export interface Step extends BootstrapStep {
  /** Throws DiagnosticError. */
  readonly make?: () => Promise<void>;
}

/** What came of making a step: undefined, or why it was refused. By the step's title. */
export type Attempts = ReadonlyMap<string, string | undefined>;

export function waiting(title: string, detail: string): Step {
  return { title, standing: 'waits', detail };
}
