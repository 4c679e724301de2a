import { v5 } from 'uuid';

declare const brand: unique symbol;

/** A string that only its parser can make. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A GUID in lower case with dashes. */
export type Guid = Branded<'Guid'>;

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return pattern.test(text);
}

/** The GUID in lower case, or undefined where the text is none. */
export function parseGuid(text: string): Guid | undefined {
  return isGuid(text) ? (text.toLowerCase() as Guid) : undefined;
}

/**
 * The name-based UUID (RFC 9562, version 5), as Terraform's `uuidv5` gives it: any GUID is a namespace, also one whose
 * version digits the library would refuse.
 */
export function uuidv5(namespace: Guid, name: string): Guid {
  return v5(encoder.encode(name), bytesOf(namespace)) as Guid;
}

const encoder = new TextEncoder();

/** Namespaces are few, and hundreds of thousands of names are made with each. */
const namespaces = new Map<Guid, Uint8Array>();

function bytesOf(namespace: Guid): Uint8Array {
  const known = namespaces.get(namespace);
  if (known) return known;
  const pairs = namespace.replaceAll('-', '').match(/../g) ?? [];
  const bytes = Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
  namespaces.set(namespace, bytes);
  return bytes;
}

/** All ids of the example fleet and of the emulator's example world begin with these eight digits. */
const examplePrefix = 'e0e0e0e0-';

/** True for an id that exists in no real tenant: the example's tenants, subscriptions, principals and owner. */
export function isExampleGuid(guid: string): boolean {
  return guid.toLowerCase().startsWith(examplePrefix);
}
