import { inline } from '../terminal/neutralise';

/** Text from outside as part of a line of Markdown: it neither begins nor ends anything there. */
export function plain(text: string): string {
  return inline(text).replace(/[\\`*_{}[\]()<>#+|~!&:@]/g, '\\$&');
}

/** An id or another text to be copied, as code. */
export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return fence.length === 1 ? `\`${inline(text)}\`` : `${fence} ${inline(text)} ${fence}`;
}

/** Lines to be copied. No line of the text can end the block. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
