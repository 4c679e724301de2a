import { nestings, type AttributeMessage, type SchemaMessage } from './wire/messages';
import type { ObjectType, Type } from './values/value';

/** An attribute of a resource, of a data source, or of the provider's own configuration. */
export interface Attribute {
  readonly type: Type;
  readonly description: string;
  /** Who gives the value: the configuration must, it may, the provider does, or the provider where nobody else did. */
  readonly given: 'required' | 'optional' | 'computed' | 'optional-computed';
  /** Masked in output; the state still has it. */
  readonly sensitive?: boolean;
  /** For lists of objects: what their attributes mean. */
  readonly elements?: Readonly<Record<string, string>>;
}

export interface Schema {
  /** Grows when the state of an older one cannot be read by name any more. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Blocks that may stand once, with optional texts in them. */
  readonly blocks?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The type of the objects that have the schema. */
export function typeOf({ attributes, blocks = {} }: Schema): ObjectType {
  return {
    ...mapValues(attributes, ({ type }) => type),
    ...mapValues(blocks, (texts): Type => ['object', mapValues(texts, (): Type => 'string')]),
  };
}

export function schemaMessage({ version, description, attributes, blocks = {} }: Schema): SchemaMessage {
  return {
    version,
    block: {
      description,
      attributes: Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
      blockTypes: Object.entries(blocks).map(([typeName, texts]) => ({
        typeName,
        nesting: nestings.single,
        block: {
          attributes: Object.entries(texts).map(([name, text]) =>
            attributeMessage(name, { type: 'string', given: 'optional', description: text }),
          ),
        },
      })),
    },
  };
}

function attributeMessage(
  name: string,
  { type, description, given, sensitive = false, elements }: Attribute,
): AttributeMessage {
  return {
    name,
    description,
    required: given === 'required',
    optional: given === 'optional' || given === 'optional-computed',
    computed: given === 'computed' || given === 'optional-computed',
    sensitive,
    ...(elements ? { nestedType: nestedType(type, elements) } : { type: typeBytes(type) }),
  };
}

function nestedType(type: Type, descriptions: Readonly<Record<string, string>>) {
  const [collection, element] = type as readonly ['list' | 'set', readonly ['object', ObjectType]];
  return {
    nesting: nestings[collection],
    attributes: Object.entries(element[1]).map(([name, inner]) => ({
      name,
      type: typeBytes(inner),
      description: descriptions[name] ?? '',
      computed: true,
    })),
  };
}

function typeBytes(type: Type): Uint8Array {
  return Buffer.from(JSON.stringify(type));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  of: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}
