import { z } from 'zod';

const seconds = z.number().min(0).max(86_400);
const milliseconds = z.number().int().min(0).max(600_000);

/** What goes wrong. */
const action = z.discriminatedUnion('kind', [
  /** An error instead of an answer; nothing is done. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    /** Whole seconds for `Retry-After`. */
    retryAfter: z.number().int().min(0).max(86_400).optional(),
  }),
  /** The service is away: 503 from everything that matches, usually one tenant. */
  z.strictObject({ kind: z.literal('outage') }),
  /** The connection ends: before anything is done, after it was done, or in the middle of telling it. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after', 'mid-body']) }),
  /** Everything is late. */
  z.strictObject({ kind: z.literal('delay'), milliseconds }),
  /** The body comes in pieces over this time. */
  z.strictObject({ kind: z.literal('slow-body'), milliseconds }),
  /** All access tokens issued so far end, this request's included. */
  z.strictObject({ kind: z.literal('expire-tokens') }),
  /** The directory does not know an object yet. `seconds` count from when the fault was added. */
  z.strictObject({ kind: z.literal('hide-principal'), principalId: z.string(), seconds: seconds.optional() }),
  /** Reads do not see role assignments made since the fault was added; each for `seconds` after it was made. */
  z.strictObject({ kind: z.literal('hide-assignments'), seconds: seconds.optional() }),
  /**
   * A delete takes `seconds` to land. Until then the same assignment (by name, or by role, principal and scope) is
   * refused, or it is accepted and disappears when the delete lands.
   */
  z.strictObject({ kind: z.literal('pending-delete'), mode: z.enum(['refuse', 'disappear']), seconds }),
  /** Requests beyond the token bucket are refused. */
  z.strictObject({ kind: z.literal('throttle') }),
]);

/** One line of a fault script: which requests, how often, and what goes wrong. */
const fault = z.strictObject({
  /** One method or several; absent: all. */
  method: z.union([z.string(), z.array(z.string())]).optional(),
  /** A pattern: `*` is one segment, `**` any number; absent: all. */
  path: z.string().startsWith('/').optional(),
  /** Id or domain of the tenant that the request is about. */
  tenant: z.string().optional(),
  /** Text that the path, query or body holds, in any letter case. */
  contains: z.string().optional(),
  /** Fires from this match on. Default 1. */
  nth: z.number().int().min(1).optional(),
  /** How often it fires. Default: once if there is an `nth`, else always. */
  count: z.number().int().min(1).optional(),
  /** Of firing at a match. Default 1. */
  probability: z.number().min(0).max(1).optional(),
  action,
});

export type Fault = z.infer<typeof fault>;
type FaultAction = Fault['action'];
export type FaultKind = FaultAction['kind'];
/** The actions of one kind. */
export type ActionOf<K extends FaultKind> = Extract<FaultAction, { kind: K }>;

/**
 * Reads a fault script: one JSON object a line; empty lines and lines that begin with `#` are skipped.
 *
 * @throws Error that names the line
 */
export function parseFaults(text: string): Fault[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#.*)?$/.test(line)) return [];
    try {
      return [fault.parse(JSON.parse(line))];
    } catch (cause) {
      const what = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : 'not JSON';
      throw new Error(`Line ${index + 1} of the fault script: ${what}`, { cause });
    }
  });
}
