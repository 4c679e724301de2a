/** `unknown` is neither: what it depends on could not be read. */
export type Answer = 'yes' | 'no' | 'unknown';

/** The answer to several questions of which all must hold. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
