import { decode, encode, ExtData } from '@msgpack/msgpack';
import { unknown, type ObjectType, type Type, type Value, type Values } from './value';

/**
 * Terraform's values as MessagePack. A value that is not known is an extension; what an extension says beyond that (type
 * 12, refinements such as "not null") only narrows what the value may become, and need not be repeated.
 */
const unknownOnWire = new ExtData(0, Uint8Array.of(0));

/** The object, or null for a resource that does not exist. Throws where the bytes are no object of the type. */
export function decodeObject(bytes: Uint8Array, type: ObjectType): Values | null {
  return fromWire(decode(bytes, { useBigInt64: true }), ['object', type], []) as Values | null;
}

/** Attributes that are missing are null. Throws where a value is not of its type, naming the attribute. */
export function encodeObject(values: Values | null, type: ObjectType): Uint8Array {
  return encode(toWire(values, ['object', type], []), { useBigInt64: true });
}

type Path = readonly (string | number)[];

function fromWire(value: unknown, type: Type, path: Path): Value {
  if (value === null) return null;
  if (value instanceof ExtData) return unknown;
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'number' && isNumber(value)) return value;
  if (typeof type !== 'string') {
    if (type[0] === 'object') {
      if (isObject(value))
        return mapObject(type[1], (name, inner) => fromWire(value[name] ?? null, inner, [...path, name]));
    } else if (Array.isArray(value)) {
      return value.map((element: unknown, index) => fromWire(element, type[1], [...path, index]));
    }
  }
  throw mismatch(type, path);
}

function toWire(value: Value | undefined, type: Type, path: Path): unknown {
  if (value === null || value === undefined) return null;
  if (value === unknown) return unknownOnWire;
  if (type === 'string' && typeof value === 'string') return value.normalize('NFC');
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'number' && isNumber(value)) return value;
  if (typeof type !== 'string') {
    if (type[0] === 'object') {
      if (isObject(value)) return objectToWire(value, type[1], path);
    } else if (Array.isArray(value)) {
      return value.map((element: Value, index) => toWire(element, type[1], [...path, index]));
    }
  }
  throw mismatch(type, path);
}

function objectToWire(values: Values, type: ObjectType, path: Path): Record<string, unknown> {
  const surplus = Object.keys(values).find((name) => !Object.hasOwn(type, name));
  if (surplus !== undefined) throw new Error(`the schema has no attribute ${[...path, surplus].join('.')}`);
  return mapObject(type, (name, inner) => toWire(values[name], inner, [...path, name]));
}

function mapObject<Result>(
  type: ObjectType,
  of: (name: string, type: Type) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(type).map(([name, inner]) => [name, of(name, inner)]));
}

function isNumber(value: unknown): value is number | bigint | string {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mismatch(type: Type, path: Path): Error {
  return new Error(`${path.join('.') || 'the value'} is not of the type ${JSON.stringify(type)}`);
}
