import { isLosslessNumber, parse } from 'lossless-json';
import type { ObjectType, Type, Value, Values } from './value';

/**
 * The object that Terraform kept as JSON. Attributes that the type does not have are left out, those that it has and the
 * state has not are null. Numbers lose nothing: JSON.parse would round those beyond 2^53.
 */
export function readSavedState(json: string, type: ObjectType): Values {
  return typed(parse(json), ['object', type], []) as Values;
}

function typed(value: unknown, type: Type, path: readonly (string | number)[]): Value {
  if (value === null || value === undefined) return null;
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'number' && isLosslessNumber(value)) return value.value;
  if (typeof type !== 'string') {
    if (type[0] === 'object' && typeof value === 'object' && !Array.isArray(value)) {
      const attributes = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(
        Object.entries(type[1]).map(([name, inner]) => [
          name,
          typed(attributes[name], inner, [...path, name]),
        ]),
      );
    }
    if (type[0] !== 'object' && Array.isArray(value)) {
      return value.map((element, index) => typed(element, type[1], [...path, index]));
    }
  }
  throw new Error(`${path.join('.') || 'the state'} is not of the type ${JSON.stringify(type)}`);
}
