import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `- **4.1** text. _Source: where_` */
const ruleLine = /^- \*\*(\d+\.\d+)\*\* (.+)$/gm;
const document = readFileSync(path.resolve(__dirname, '../../src/emulator/BEHAVIOUR.md'), 'utf8');
const rules = [...document.matchAll(ruleLine)].map(([, number = '', text = '']) => ({ number, text }));

/** Titles begin with the numbers of the rules that they hold: `4.1 must be there`, `4.1, 4.2 …`. */
const tested = readdirSync(__dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => [
    ...readFileSync(path.join(__dirname, file), 'utf8').matchAll(
      /\(\s*['"`](\d+\.\d+(?:, \d+\.\d+)*) [^\n]*,/g,
    ),
  ])
  .flatMap(([, numbers = '']) => numbers.split(', '));

it('every rule has a test with its number', () => {
  expect(rules.filter(({ number }) => !tested.includes(number))).toEqual([]);
});

it('every number in the title of a test is a rule', () => {
  const numbers = new Set(rules.map(({ number }) => number));
  expect([...new Set(tested)].filter((number) => !numbers.has(number))).toEqual([]);
});

it('every rule has one number, a source, and stands in order', () => {
  expect(rules.filter(({ text }) => !/[.:] _Source: .+_$/.test(text))).toEqual([]);
  const numbers = rules.map(({ number }) => number);
  const ordered = [...new Set(numbers)].sort((one, other) => {
    const [section = 0, rule = 0] = one.split('.').map(Number);
    const [otherSection = 0, otherRule = 0] = other.split('.').map(Number);
    return section - otherSection || rule - otherRule;
  });
  expect(numbers).toEqual(ordered);
});
