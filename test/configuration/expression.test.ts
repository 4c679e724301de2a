import fc from 'fast-check';
import { evaluate, EvaluationError, referencesIn, type Surroundings } from '../../src/configuration/evaluate';
import { ExpressionError, parseTemplate } from '../../src/configuration/expression';

const owner = '00000007-0000-4000-8000-000000000001';
const surroundings: Surroundings = {
  asOf: '2026-06-01T12:00:00Z',
  valueOf: (path) => (path.join('/') === 'data/azuread_user/dana/object_id' ? 'ID-OF-DANA' : undefined),
};
const value = (text: string): string | number => evaluate(parseTemplate(text), surroundings);

describe('a text of the configuration', () => {
  it.each<[string, string | number]>([
    ['', ''],
    ['plain', 'plain'],
    ['a "quoted" \\n text', 'a "quoted" \\n text'], // outside ${} a backslash is a backslash
    ['$', '$'],
    ['$$', '$$'],
    ['100 %', '100 %'],
    ['{}', '{}'],
    ['$${name}', '${name}'],
    ['$$${name}', '$${name}'],
    ['%%{if}', '%{if}'],
    ['a $${b} %%{c}', 'a ${b} %{c}'],
    ['${"a"}', 'a'],
    ['x${"a"}y${"b"}z', 'xaybz'],
    ['${"a $${b}"}', 'a ${b}'],
    ['${"%%{"}', '%{'],
    ['${"q\\"b\\\\n\\n"}', 'q"b\\n\n'],
    ['${"outer ${"inner ${"core"}"}"}', 'outer inner core'],
    ['${data.azuread_user.dana.object_id}', 'ID-OF-DANA'],
    ['${data["azuread_user"].dana["object_id"]}', 'ID-OF-DANA'],
    ['${ data.azuread_user.dana.object_id }', 'ID-OF-DANA'],
    ['user:${data.azuread_user.dana.object_id}', 'user:ID-OF-DANA'],
    ['${lower("ABC${data.azuread_user.dana.object_id}")}', 'abcid-of-dana'],
    ['${plantimestamp()}', '2026-06-01T12:00:00Z'],
    ['${42}', 42],
    ['n${42}', 'n42'],
    [`\${uuidv5("${owner}", "a|b")}`, '83d22ffb-e598-56c5-b362-94c6fb056232'],
    [`\${uuidv5( "${owner}" ,lower("A|B") )}`, '83d22ffb-e598-56c5-b362-94c6fb056232'],
    ['${timecmp(plantimestamp(), "2026-06-01T12:00:00Z")}', 0],
    ['${timecmp(plantimestamp(), "2026-06-01T14:00:00+02:00")}', 0],
    ['${timecmp(plantimestamp(), "2026-06-01T12:00:01Z")}', -1],
    ['${timecmp(plantimestamp(), "2026-06-01T11:59:59Z")}', 1],
    ['${timecmp(plantimestamp(), "2027-01-01T00:00:00Z") < 0 ? 1 : 0}', 1],
    ['${timecmp(plantimestamp(), "2026-06-01T12:00:00Z") < 0 ? 1 : 0}', 0],
    ['${2 < 10 ? "less" : "more"}', 'less'],
  ])('%j means %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each<[string, string, number]>([
    ['${', 'expected a reference, text, number or function', 2],
    ['${}', 'expected a reference', 2],
    ['ab${x', 'expected }', 5],
    ['${"x}', 'expected "', 5],
    ['${"\\x"}', 'unknown escape \\x', 5],
    ['${x.}', 'expected a name after the dot', 4],
    ['${x[y]}', 'an index is a number or a text', 5],
    ['${f(1 2)}', 'expected ,', 6],
    ['${f(1', 'expected ,', 5],
    ['%{ if true }x%{ endif }', 'directives are not supported', 0],
    ['a${"%{ if true }"}', 'directives are not supported', 4],
    ['${~ x}', 'expected a reference', 2],
    ['${!x}', 'expected a reference', 2],
    ['${-1}', 'expected a reference', 2],
    ['${1.5}', 'expected }', 3],
    ['${a + b}', 'expected }', 4],
    ['${a == b ? 1 : 0}', 'expected }', 4],
    ['${a > b ? 1 : 0}', 'expected }', 4],
    ['${a ? 1 : 0}', 'expected }', 4],
    ['${a < b}', 'expected ?', 7],
    ['${[for x in y : x]}', 'expected a reference', 2],
    ['${x.*.y}', 'expected a name after the dot', 4],
    ['${"a" "b"}', 'expected }', 6],
    ['${lower("a")', 'expected }', 12],
  ])('%j is refused: %s, at %i', (text, message, position) => {
    const error = thrownBy(() => parseTemplate(text));
    expect(error).toBeInstanceOf(ExpressionError);
    expect(error).toMatchObject({ message: expect.stringContaining(message), position });
  });

  it.each([
    ['${upper("a")}', 'the function upper is not supported'],
    ['${toString()}', 'the function toString is not supported'], // what every object has is no function of ours
    ['${constructor("a")}', 'the function constructor is not supported'],
    ['${var.x}', 'var.x refers to nothing known'],
    ['${data.azuread_user.dana}', 'data.azuread_user.dana refers to nothing known'],
    ['${lower(1)}', 'a text is needed here'],
    ['${lower()}', 'a text is needed here'],
    ['${uuidv5("dns", "a")}', 'the namespace of uuidv5 is no GUID'],
    ['${timecmp("yesterday", plantimestamp())}', '"yesterday" is no point in time'],
    ['${"a" < 1 ? 1 : 0}', 'a number is needed here'],
    ['${1 < "2" ? 1 : 0}', 'a number is needed here'],
  ])('%s parses and means nothing here: %s', (text, message) => {
    const error = thrownBy(() => value(text));
    expect(error).toBeInstanceOf(EvaluationError);
    expect(error).toMatchObject({ message });
  });

  it('names its references wherever they stand', () => {
    const text = '${a.b}-${lower("${c.d}")} ${timecmp(e.f, g.h) < 0 ? i.j : k[0]}';
    expect(referencesIn(parseTemplate(text))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
      ['i', 'j'],
      ['k', 0],
    ]);
  });

  it('is refused, and does not exhaust the stack, when it is nested a hundred thousand deep', () => {
    for (const opening of ['f(', '"${', 'a[', '1 < 1 ? ']) {
      expect(thrownBy(() => parseTemplate('${' + opening.repeat(100_000)))).toBeInstanceOf(ExpressionError);
    }
  });

  it('is evaluated or refused, and never breaks the engine, whatever stands in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          '${',
          '}',
          '"',
          '$${',
          '%%{',
          '%{',
          '(',
          ')',
          ',',
          '.',
          '[',
          ']',
          '<',
          '?',
          ':',
          '\\',
          '$',
          '%',
          ' ',
          '0',
          '7',
        ],
        ...[
          'lower',
          'uuidv5',
          'timecmp',
          'plantimestamp()',
          'data.azuread_user.dana.object_id',
          '__proto__',
          'x',
          owner,
        ],
        ...['\ud800', '\u0000', '\n', 'ß', '😀'],
      ),
      fc.string({ maxLength: 3 }),
    );
    const wild = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
    const inside = wild.map((text) => `\${${text}}`);
    fc.assert(
      fc.property(fc.oneof(wild, inside), (text) => {
        const error = thrownBy(() => value(text));
        if (error !== undefined) {
          expect(
            error instanceof ExpressionError || error instanceof EvaluationError ? 'refused' : error,
          ).toBe('refused');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('gives back every text that was escaped as Terraform asks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('$', '{', '%', '}', 'a', '"', '\\'), { maxLength: 10 }),
        (letters) => {
          const plain = letters.join('');
          const escaped = plain.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
          expect(value(escaped)).toBe(plain);
        },
      ),
    );
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
