import { defect, findingsIn, toMessage, type Finding } from './finding';
import { typeOf, type Schema } from './schema';
import type { Log } from './transport/log';
import { decodeObject, encodeObject } from './values/msgpack';
import type { Values } from './values/value';
import type { CallName, DynamicValue, Response } from './wire/messages';

interface Outcome<Name extends CallName> {
  readonly response?: Response<Name>;
  readonly findings?: readonly Finding[];
}

/**
 * Does the work of a call. What goes wrong is in the answer's diagnostics: of a call that fails Terraform says only that
 * the plugin did not respond.
 */
export type Answering = <Name extends CallName>(
  name: Name,
  work: () => Outcome<Name> | Promise<Outcome<Name>>,
  /** What the answer holds beside the diagnostics when the work fails. */
  onFailure?: Response<Name>,
) => Promise<Response<Name>>;

export function answering(log: Log): Answering {
  return async <Name extends CallName>(
    name: Name,
    work: () => Outcome<Name> | Promise<Outcome<Name>>,
    onFailure?: Response<Name>,
  ) => {
    try {
      const { response, findings = [] } = await work();
      return withFindings(response, findings);
    } catch (error) {
      const findings = findingsIn(error);
      if (!findings) log('error', `${name}: ${error instanceof Error ? error.stack : String(error)}`);
      return withFindings(onFailure, findings ?? [defect(error)]);
    }
  };
}

function withFindings<Name extends CallName>(
  response: Response<Name> | undefined,
  findings: readonly Finding[],
): Response<Name> {
  return { ...(response as object), diagnostics: findings.map(toMessage) } as object;
}

/** Null where there is no object: of a resource that does not exist, or is to be removed. */
export function readOptional(value: DynamicValue | undefined, schema: Schema): Values | null {
  const bytes = value?.msgpack;
  return bytes && bytes.length > 0 ? decodeObject(bytes, typeOf(schema)) : null;
}

export function readObject(value: DynamicValue | undefined, schema: Schema): Values {
  return readOptional(value, schema) ?? {};
}

export function writeObject(values: Values | null, schema: Schema): DynamicValue {
  return { msgpack: encodeObject(values, typeOf(schema)) };
}
