import fc from 'fast-check';
import { decode, encode, ExtData } from '@msgpack/msgpack';
import { decodeObject, encodeObject } from '../../../src/provider/protocol/values/msgpack';
import { readSavedState } from '../../../src/provider/protocol/values/saved-state';
import { unknown, type ObjectType, type Type, type Value } from '../../../src/provider/protocol/values/value';
import { calls } from '../../../src/provider/protocol/wire/messages';
import {
  bytes,
  field,
  flag,
  integer,
  message,
  named,
  repeated,
  text,
} from '../../../src/provider/protocol/wire/protobuf';

const item = message({ name: field(1, text), count: field(2, integer) });
const everything = message({
  text: field(1, text),
  bytes: field(2, bytes),
  flag: field(3, flag),
  integer: field(16, integer),
  items: repeated(5, item),
  byName: named(6, item),
});

describe('messages', () => {
  it('have the bytes that the encoding prescribes', () => {
    // Worked by hand from https://protobuf.dev/programming-guides/encoding/
    expect(everything.encode({ text: 'hé', flag: true, integer: 300 }).toString('hex')).toBe(
      '0a0368c3a9' + '1801' + '8001ac02',
    );
    expect(everything.encode({ items: [{ name: 'a', count: 1 }, {}] }).toString('hex')).toBe(
      '2a050a01611001' + '2a00',
    );
    expect(everything.encode({ byName: { k: { count: 2 } } }).toString('hex')).toBe(
      '3207' + '0a016b' + '12021002',
    );
  });

  it('come back as they were', () => {
    const items = fc.record({ name: fc.string(), count: fc.nat() });
    const values = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      bytes: fc.uint8Array(),
      flag: fc.boolean(),
      integer: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      items: fc.array(items),
      byName: fc.dictionary(fc.string(), items),
    });
    fc.assert(
      fc.property(values, (given) => {
        const read = everything.decode(everything.encode(given));
        expect({ ...read, bytes: [...read.bytes] }).toEqual({ ...given, bytes: [...given.bytes] });
      }),
    );
  });

  it('leave out fields of later versions, whatever their type', () => {
    const later = Buffer.from(
      'f80601' + 'f1060102030405060708' + 'fa0603616263' + 'f50601020304' + '1801',
      'hex',
    );
    expect(everything.decode(later)).toMatchObject({ flag: true, text: '' });
  });

  it('that end too early are an error', () => {
    expect(() => everything.decode(Buffer.from('0a05', 'hex'))).toThrow('ends in the middle');
    expect(() => calls.ReadResource.request.decode(Buffer.from('ff', 'hex'))).toThrow('ends in the middle');
  });
});

describe('values', () => {
  const type: ObjectType = {
    text: 'string',
    flag: 'bool',
    number: 'number',
    set: ['set', 'string'],
    list: ['list', ['object', { inner: 'string' }]],
  };

  it('come back as they were: unknown, null, empty and set are four things', () => {
    const leaf = (known: fc.Arbitrary<Value>) => fc.oneof(known, fc.constant(null), fc.constant(unknown));
    const values = fc.record({
      text: leaf(fc.string().map((each) => each.normalize('NFC'))),
      flag: leaf(fc.boolean()),
      number: leaf(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))),
      set: leaf(fc.array(leaf(fc.constantFrom('a', 'b')))),
      list: leaf(fc.array(fc.record({ inner: leaf(fc.constant('')) }))),
    });
    fc.assert(
      fc.property(values, (given) => {
        expect(decodeObject(encodeObject(given, type), type)).toEqual(given);
      }),
    );
    expect(decodeObject(encodeObject(null, type), type)).toBeNull();
  });

  it('lose no digit of a number, in MessagePack and in the state', () => {
    const digits = ['9007199254740993', '-9223372036854775808', '12345678901234567890123', '0.1', '1e400'];
    for (const text of digits) {
      expect(readSavedState(`{"number":${text}}`, type)).toMatchObject({ number: text });
      const given = { number: text };
      expect(decodeObject(encodeObject(given, type), type)).toMatchObject(given);
    }
    const large = encode({ number: 9007199254740993n }, { useBigInt64: true });
    const read = decodeObject(large, type);
    expect(read).toMatchObject({ number: 9007199254740993n });
    expect(decode(encodeObject(read, type), { useBigInt64: true })).toMatchObject({
      number: 9007199254740993n,
    });
  });

  it('take what is known of an unknown value for unknown', () => {
    const refined = encode({ text: new ExtData(12, encode({ 1: false })) });
    expect(decodeObject(refined, type)).toMatchObject({ text: unknown });
  });

  it('of another type are an error that names the attribute', () => {
    const write = (values: Record<string, Value>) => () => encodeObject(values, type);
    expect(write({ flag: 'yes' })).toThrow('flag is not of the type "bool"');
    expect(write({ list: [{ inner: 1 }] })).toThrow('list.0.inner is not of the type "string"');
    expect(write({ surplus: 'x' })).toThrow('the schema has no attribute surplus');
    expect(() => decodeObject(encode({ set: 'a' }), type)).toThrow('set is not of the type');
  });

  it('of attributes that the schema does not have any more are left out of a saved state', () => {
    const flat: Record<string, Type> = { kept: 'string', added: 'string' };
    expect(readSavedState('{"kept":"a","dropped":{"x":1}}', flat)).toEqual({ kept: 'a', added: null });
  });
});
