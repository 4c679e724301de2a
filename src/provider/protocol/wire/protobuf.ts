/**
 * Messages of Protocol Buffers as tables: `message({ name: field(1, text) })` knows how to write and read itself, and its
 * type. As much of the encoding as the plugin protocol uses (https://protobuf.dev/programming-guides/encoding/).
 */

/** How a value is written: a number of variable length, or a length and so many bytes. */
type WireType = 0 | 2;

interface Kind<Value> {
  readonly wireType: WireType;
  /** What it means that a message does not have the field. Such values are not written. */
  readonly absent: Value;
  readonly encode: (value: Value) => Uint8Array;
  readonly decode: (content: Reader) => Value;
}

/** A field of a message: writes itself with its tag, and adds what is read to what was read before. */
interface Field<Value> {
  readonly number: number;
  readonly absent: Value;
  readonly encode: (value: Value) => readonly Uint8Array[];
  readonly decode: (content: Reader, before: Value) => Value;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of any type; their types are inferred from the table
type Fields = Readonly<Record<string, Field<any>>>;

type ValuesOf<Table extends Fields> = {
  readonly [Name in keyof Table]: Table[Name] extends Field<infer Value> ? Value : never;
};

/** A kind of message. */
export interface Message<Value> {
  encode(value: Partial<Value>): Buffer;
  decode(bytes: Uint8Array): Value;
}

export type ValueOf<Kind> = Kind extends Message<infer Value> ? Value : never;

export function message<Table extends Fields>(table: Table): Message<ValuesOf<Table>> {
  const fields = Object.entries(table);
  const byNumber = new Map(fields.map(([name, field]) => [field.number, { name, field }]));
  return {
    encode: (value) =>
      Buffer.concat(
        fields.flatMap(([name, field]) => {
          const given: unknown = value[name as keyof Table];
          return given === undefined ? [] : field.encode(given);
        }),
      ),
    decode(bytes) {
      const read: Record<string, unknown> = Object.fromEntries(
        fields.map(([name, field]) => [name, field.absent as unknown]),
      );
      const reader = new Reader(bytes);
      while (!reader.isAtEnd) {
        const { number, wireType } = reader.tag();
        const known = byNumber.get(number);
        if (known) read[known.name] = known.field.decode(reader, read[known.name]);
        else reader.skip(wireType); // a later version of the protocol has more
      }
      return read as ValuesOf<Table>;
    },
  };
}

export const text: Kind<string> = {
  wireType: 2,
  absent: '',
  encode: (value) => Buffer.from(value, 'utf8'),
  decode: (reader) => reader.bytes().toString('utf8'),
};

export const bytes: Kind<Uint8Array> = {
  wireType: 2,
  absent: new Uint8Array(),
  encode: (value) => value,
  decode: (reader) => reader.bytes(),
};

export const flag: Kind<boolean> = {
  wireType: 0,
  absent: false,
  encode: (value) => varint(value ? 1 : 0),
  decode: (reader) => reader.varint() !== 0,
};

/** Versions and enumerations: whole numbers from 0. */
export const integer: Kind<number> = {
  wireType: 0,
  absent: 0,
  encode: varint,
  decode: (reader) => reader.varint(),
};

/** A message within another; undefined where it is absent. */
export function nested<Value>(inner: Message<Value>): Kind<Partial<Value> | undefined> {
  return {
    wireType: 2,
    absent: undefined,
    encode: (value) => inner.encode(value ?? {}),
    decode: (reader) => inner.decode(reader.bytes()),
  };
}

export function field<Value>(number: number, kind: Kind<Value>): Field<Value> {
  const isAbsent = (value: Value) =>
    value instanceof Uint8Array ? value.length === 0 : value === kind.absent;
  return {
    number,
    absent: kind.absent,
    encode: (value) => (isAbsent(value) ? [] : tagged(number, kind, value)),
    decode: (reader) => kind.decode(reader),
  };
}

export function repeated<Value>(number: number, inner: Message<Value>): Field<readonly Partial<Value>[]> {
  const kind = nested(inner);
  return {
    number,
    absent: [],
    encode: (values) => values.flatMap((value) => tagged(number, kind, value)),
    decode: (reader, before) => [...before, inner.decode(reader.bytes())],
  };
}

/** Messages by name. */
export function named<Value>(
  number: number,
  inner: Message<Value>,
): Field<Readonly<Record<string, Partial<Value>>>> {
  const entry = message({ key: field(1, text), value: field(2, nested(inner)) });
  const kind = nested(entry);
  return {
    number,
    absent: {},
    encode: (values) =>
      Object.entries(values).flatMap(([key, value]) => tagged(number, kind, { key, value })),
    decode(reader, before) {
      const { key, value } = entry.decode(reader.bytes());
      return { ...before, [key]: value ?? {} };
    },
  };
}

function tagged<Value>(number: number, kind: Kind<Value>, value: Value): readonly Uint8Array[] {
  const content = kind.encode(value);
  const tag = varint(number * 8 + kind.wireType);
  return kind.wireType === 2 ? [tag, varint(content.length), content] : [tag, content];
}

/** Seven bits to a byte, the lowest first; the eighth bit says that there are more. */
function varint(value: number): Uint8Array {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) groups.push((rest % 128) + 128);
  return Uint8Array.from([...groups, rest]);
}

class Reader {
  readonly #buffer: Buffer;
  #position = 0;

  constructor(from: Uint8Array) {
    this.#buffer = Buffer.from(from.buffer, from.byteOffset, from.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#buffer.length;
  }

  tag(): { readonly number: number; readonly wireType: number } {
    const tag = this.varint();
    return { number: Math.floor(tag / 8), wireType: tag % 8 };
  }

  varint(): number {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = this.#take(1)[0] as number;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  bytes(): Buffer {
    return this.#take(this.varint());
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#take(8);
    else if (wireType === 2) this.bytes();
    else if (wireType === 5) this.#take(4);
    else throw new Error(`a message has a field of the unknown wire type ${wireType}`);
  }

  #take(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#buffer.length) throw new Error('a message ends in the middle of a field');
    const taken = this.#buffer.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }
}
