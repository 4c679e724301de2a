import fc from 'fast-check';
import {
  compareText,
  isExampleGuid,
  isGuid,
  lookupKey,
  parseCloud,
  parseGuid,
  sortKeys,
} from '../../src/model';

describe('a GUID', () => {
  it('is kept in lower case', () => {
    expect(parseGuid('ABCDEF12-3456-7890-ABCD-EF1234567890')).toBe('abcdef12-3456-7890-abcd-ef1234567890');
  });

  it.each([
    '',
    'abc',
    '{abcdef12-3456-7890-abcd-ef1234567890}',
    'abcdef1234567890abcdef1234567890',
    'gbcdef12-3456-7890-abcd-ef1234567890',
    'abcdef12-3456-7890-abcd-ef1234567890\n',
  ])('is not read out of %j', (text) => {
    expect(parseGuid(text)).toBeUndefined();
    expect(isGuid(text)).toBe(false);
  });

  it('is of the example fleet when it begins with the mark, in any letter case', () => {
    expect(isExampleGuid('E0E0E0E0-0001-4000-8000-000001000001')).toBe(true);
    expect(isExampleGuid('10e0e0e0-e0e0-e0e0-8000-000001000001')).toBe(false);
  });
});

describe('texts', () => {
  it('are ordered by code unit, not by the alphabet of a language', () => {
    expect(['ö', 'z', 'Z', 'a', 'å', '10', '9'].sort(compareText)).toEqual([
      '10',
      '9',
      'Z',
      'a',
      'z',
      'å',
      'ö',
    ]);
  });

  it('of a look-up are equal without letter case and different between types', () => {
    const key = lookupKey({ type: 'User', userPrincipalName: 'Dana@Contoso.com' });
    expect(lookupKey({ type: 'User', userPrincipalName: 'dana@contoso.com' })).toBe(key);
    expect(lookupKey({ type: 'Group', displayName: 'dana@contoso.com' })).not.toBe(key);
  });

  it('name a cloud only when they are one of the four', () => {
    expect(['emulator', 'public', 'usgovernment', 'china', 'Public', ''].map(parseCloud)).toEqual([
      'emulator',
      'public',
      'usgovernment',
      'china',
      undefined,
      undefined,
    ]);
  });
});

describe('sorted keys', () => {
  it('give equal text for equal values whatever the order of their keys, and keep the order of lists', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(JSON.stringify(sortKeys(reversed))).toBe(JSON.stringify(sortKeys(value)));
        expect(sortKeys(value)).toEqual(value);
      }),
    );
    expect(JSON.stringify(sortKeys({ b: [{ d: 1, c: 2 }, 1], a: null }))).toBe(
      '{"a":null,"b":[{"c":2,"d":1},1]}',
    );
  });
});
