/** One link of the chain from this machine to a change in the customer's Azure. */
export interface Finding {
  /** What was looked at, such as `sign-in for changes`. */
  readonly link: string;
  /**
   * `warning`: it holds, and will not by itself. `unknown`: it could not be looked at, mostly since something before it is
   * missing.
   */
  readonly outcome: 'ok' | 'warning' | 'missing' | 'unknown';
  /** What was found, as a sentence. */
  readonly detail: string;
  /** What mends it, as a sentence. */
  readonly remedy?: string;
  /** Who can mend it. */
  readonly mendedBy?: string;
  /** The next command. */
  readonly next?: string;
}

/** All links of one customer, in their order. */
export interface Examination {
  readonly customer: string;
  readonly findings: readonly Finding[];
}

export function isSound({ findings }: Examination): boolean {
  return findings.every(({ outcome }) => outcome === 'ok' || outcome === 'warning');
}
