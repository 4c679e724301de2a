/** A request as every surface of the emulator sees it. */
export interface Exchange {
  /** Upper case. */
  readonly method: string;
  /** Absolute, on the emulator's own origin. */
  readonly url: URL;
  /** The path, percent-decoded; empty segments are dropped because real clients send duplicate slashes. */
  readonly segments: readonly string[];
  /** A query parameter by name, in any letter case; the first if repeated. */
  query(name: string): string | undefined;
  /** A header by name, in any letter case. */
  header(name: string): string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialised as JSON; absent: no body. */
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly text?: string;
  /** Absent: at once and whole. */
  readonly delivery?: Delivery;
}

/** How an answer fails to reach its client. */
export type Delivery =
  /** The connection ends instead. */
  | { readonly kind: 'reset' }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The body comes in pieces over this time. */
  | { readonly kind: 'slow'; readonly milliseconds: number };

/**
 * @param target path and query as they stand in the request line
 * @returns undefined when the target is no path or holds bad percent-encoding
 */
export function parseTarget(
  origin: string,
  target: string,
): Pick<Exchange, 'url' | 'segments' | 'query'> | undefined {
  try {
    // Concatenated: as a relative reference, `//metadata/endpoints` would name a host.
    const url = new URL(origin + target);
    if (url.origin !== origin) return undefined;
    const segments = url.pathname
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    const parameters = new Map<string, string>();
    for (const [name, value] of url.searchParams) {
      if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
    }
    return { url, segments, query: (name) => parameters.get(name.toLowerCase()) };
  } catch {
    return undefined;
  }
}

/** Whether the leading segments of a path equal these, without regard to letter case. */
export function startsWithSegments(segments: readonly string[], expected: readonly string[]): boolean {
  return expected.every((segment, index) => segments[index]?.toLowerCase() === segment.toLowerCase());
}
