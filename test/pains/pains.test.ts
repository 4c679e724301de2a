import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const page = readFileSync(path.join(__dirname, 'pains.md'), 'utf8');
const tests = path.join(__dirname, '..');

interface Reference {
  readonly title: string;
  /** Relative to the folder of all tests. */
  readonly file: string;
}

interface Pain {
  readonly number: number;
  readonly links: readonly string[];
  readonly answer: string;
  readonly references: readonly Reference[];
}

const pains = page
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line): Pain => {
    const [number = '', , where = '', answer = ''] = line.split('|').slice(1, -1);
    return {
      number: Number(number),
      links: [...where.matchAll(/\]\((https:[^)]+)\)/g)].map(([, link = '']) => link),
      answer: answer.trim(),
      references: [...answer.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].map(([, title = '', file = '']) => ({
        title,
        file,
      })),
    };
  });

const sources = new Map(
  readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && path.join(tests, file) !== __filename)
    .map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(tests, file), 'utf8')]),
);

/** The complaints whose numbers a title bears at its end: `(pain 6)`, `(invariant 6, pain 3)`, `(pains 11, 12)`. */
function numbersIn(title: string): number[] {
  const [, list = ''] = /\((?:[^()]*, )?pains? ([\d, ]+)\)$/.exec(title) ?? [];
  return list.split(',').filter(Boolean).map(Number);
}

function hasTitle({ file, title }: Reference): boolean {
  const source = sources.get(file);
  return ["'", '"', '`'].some((quote) => source?.includes(`${quote}${title}${quote}`));
}

test('the page has all 31 complaints in order, each with where it was said', () => {
  expect(pains.map(({ number }) => number)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
  expect(pains.filter(({ links }) => links.length === 0)).toEqual([]);
});

test('each is answered: by tests that are there and bear its number, or by one sentence', () => {
  for (const { number, answer, references } of pains) {
    if (references.length === 0) expect([number, answer]).toEqual([number, expect.stringMatching(/^.+\.$/)]);
    expect(references.filter((reference) => !hasTitle(reference))).toEqual([]);
    expect(references.filter(({ title }) => !numbersIn(title).includes(number))).toEqual([]);
  }
});

test('every title that bears the number of a complaint stands on the page', () => {
  const titled = [...sources].flatMap(([file, source]) =>
    [...source.matchAll(/(['"`])((?:(?!\1)[^\n])*\((?:[^()\n]*, )?pains? [\d, ]+\))\1/g)].flatMap(
      ([, , title = '']) => numbersIn(title).map((number) => ({ number, file, title })),
    ),
  );
  const onPage = pains.flatMap(({ number, references }) => references.map((each) => ({ number, ...each })));
  const inWords = (each: Reference & { number: number }) => `${each.number} ${each.file}: ${each.title}`;
  expect(titled.map(inWords).sort()).toEqual(onPage.map(inWords).sort());
});
