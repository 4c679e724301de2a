import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const page = readFileSync(path.join(__dirname, 'invariants.md'), 'utf8');
const tests = path.join(__dirname, '..');

interface Reference {
  readonly invariant: number;
  readonly title: string;
  /** Relative to the folder of all tests. */
  readonly file: string;
}

/** A section for each invariant, and below it a line for each test. */
const referenced = page
  .split(/^## /m)
  .slice(1)
  .flatMap((section): Reference[] =>
    [...section.matchAll(/^- \[([^\]]+)\]\(\.\.\/([^)]+)\)$/gm)].map(([, title = '', file = '']) => ({
      invariant: Number.parseInt(section),
      title,
      file,
    })),
  );

const sources = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && path.join(tests, file) !== __filename)
  .map((file) => ({
    file: file.split(path.sep).join('/'),
    source: readFileSync(path.join(tests, file), 'utf8'),
  }));

/** A test or a table of tests with its title, up to the next. */
const testForm =
  /\b(?:test|it)(?:\.each)?[(<]([\s\S]*?)(?=\n *(?:test|it|describe)(?:\.each)?[(<]|$(?![\s\S]))/g;
const titleForm =
  /(['"`])([^\s(](?:(?!\1)[^\n])*\((?:[^()\n]*, )?invariants? ([\d, and]+)(?:, [^()\n]*)?\))\1/;

/** The tests whose titles end with the numbers of invariants: `(invariant 6)`, `(invariants 3 and 8)`. */
const titled = sources.flatMap(({ file, source }) =>
  [...source.matchAll(testForm)].flatMap(([text]) => {
    const [, , title = '', numbers = ''] = titleForm.exec(text) ?? [];
    return (numbers.match(/\d/g) ?? []).map((number) => ({
      invariant: Number(number),
      title,
      file,
      isProperty: text.includes('fc.assert('),
    }));
  }),
);

const inWords = ({ invariant, file, title }: Reference): string => `${invariant} ${file}: ${title}`;

test('the page names every test that bears the number of an invariant, and no other', () => {
  expect(referenced.map(inWords).sort()).toEqual(titled.map(inWords).sort());
});

test('each of the nine invariants of the design has a property of its own', () => {
  const held = new Set(titled.filter(({ isProperty }) => isProperty).map(({ invariant }) => invariant));
  expect([...held].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
