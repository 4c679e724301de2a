/** Which invariant of the design was broken, and how. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

export function violation(invariant: string, what: string): Violation {
  return { invariant, what };
}
