/**
 * What an editor would not show as it is, or show as something else: control characters, marks that reverse the
 * direction of writing, blanks that are no blanks, halves of characters.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal in the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replace(hidden, escapeHidden);
  return `${quote}${escaped}${quote}`;
}

/** A template literal, in which line ends stand as they are and nothing is evaluated. */
export function template(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(hidden, escapeHidden));
  return `\`${lines.join('\n')}\``;
}

/** Text in the line of a comment, which it can neither end nor turn into code. */
export function inComment(text: string): string {
  return text.replace(hidden, ' ').trim();
}

function escapeHidden(character: string): string {
  return shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
