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

/** All ids of the example fleet and of the emulator's example world begin with these eight digits. */
const examplePrefix = 'e0e0e0e0-';

/** True for an id that exists in no real tenant: the example's tenants, subscriptions, principals and owner. */
export function isExampleGuid(guid: string): boolean {
  return guid.toLowerCase().startsWith(examplePrefix);
}
