import type { Report } from './report';

/** One of the words that a setting may have. It may have another: customer files are run without being type-checked. */
export function checkChoice<Word extends string>(
  key: string,
  text: string | undefined,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  const word = words.find((candidate) => candidate === text);
  return (
    word ??
    report(
      'unknown_setting',
      `\`${key}\` is ${JSON.stringify(text) ?? 'missing'}.`,
      `It may be ${words.join(', ')}.`,
    )
  );
}
