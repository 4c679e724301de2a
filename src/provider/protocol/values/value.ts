/** A value that is not known before the apply, such as an attribute of a resource that is still to be made. */
export const unknown = Symbol('unknown');

/**
 * A value of Terraform's type system. Numbers have any precision there: those that neither a bigint nor a number holds
 * exactly are kept as decimal text. Sets are lists in any order.
 */
export type Value = null | typeof unknown | boolean | string | number | bigint | readonly Value[] | Values;

/** An object with all the attributes of its type; what is not set is null. */
export interface Values {
  readonly [name: string]: Value;
}

/** In the form in which schemas say it to Terraform. */
export type Type =
  | 'string'
  | 'bool'
  | 'number'
  | readonly ['list' | 'set', Type]
  | readonly ['object', Readonly<Record<string, Type>>];

export type ObjectType = Readonly<Record<string, Type>>;

/** The text at `name`; undefined where it is null or not known yet. */
export function textAt(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The object at `name`; undefined where it is null or not known yet. */
export function objectAt(values: Values, name: string): Values | undefined {
  const value = values[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}
