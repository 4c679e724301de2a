import fc from 'fast-check';
import { parseFilter } from '../../src/emulator/odata/filter';

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

it('reads back any quoted text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (first, second) => {
      const text = `mail eq ${quote(first)} and startswith(displayName,${quote(second)})`;
      expect(parseFilter(text)).toEqual([
        { kind: 'equals', field: 'mail', value: first },
        { kind: 'call', name: 'startswith', fields: ['displayName'], value: second },
      ]);
    }),
  );
});

it('never fails on any text', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    ',',
    "'",
    ' and ',
    ' eq ',
    'atScope()',
    'x',
    "'y'",
    ':',
    '/any',
    'é',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const conditions = parseFilter(parts.join(''));
      expect(conditions === undefined || conditions.length > 0).toBe(true);
    }),
  );
});

it('reads parentheses, booleans and any()', () => {
  expect(parseFilter("((a eq true) and names/any(n:n eq 'x')) and atScope()")).toEqual([
    { kind: 'equals', field: 'a', value: true },
    { kind: 'any', collection: 'names', value: 'x' },
    { kind: 'call', name: 'atScope', fields: [] },
  ]);
});

it.each([
  "a eq 'x' or b eq 'y'",
  "not a eq 'x'",
  "a ne 'x'",
  "a eq 'x",
  'a eq 7',
  "names/any(n:m eq 'x')",
  '',
])('does not understand %p', (text) => expect(parseFilter(text)).toBeUndefined());
