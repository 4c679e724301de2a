// Control and format characters, lone surrogates, private use, line separators and whatever is drawn as nothing:
// escape sequences, text that runs backwards, invisible differences. U+FE0F only makes an emoji colourful.
const unsafe = /(?!\u{fe0f})[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text with every character that could forge or hide terminal output written out, such as `\u{1b}`. */
export function neutralise(text: string): string {
  return text.replace(unsafe, escapeOf);
}

/** Text from outside as part of a line: white space, line ends included, becomes one space. */
export function inline(text: string): string {
  return neutralise(text.replace(/\s+/gu, ' ').trim());
}

/** Text from outside in double quotes, as Terraform shows a string: where it ends is beyond doubt. */
export function quoted(text: string): string {
  return neutralise(`"${text.replace(/\s+/gu, ' ').replace(/["\\]/g, '\\$&')}"`);
}

/** The same for JSON text, in JSON's own escapes; line ends between the values stay. */
export function codeUnitEscapes(json: string): string {
  return json.replace(unsafe, (character) => (character === '\n' ? character : unitsOf(character)));
}

function unitsOf(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function escapeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
