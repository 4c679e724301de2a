/** Azure's limits for the condition of a role assignment ("Azure role assignment conditions", learn.microsoft.com). */
const longestCondition = 8 * 1024;

/** The only version that Azure takes. */
export const conditionVersion = '2.0';

/** Line ends and blanks around a condition mean nothing to Azure, which keeps it as written. */
export function normalCondition(condition: string): string {
  return condition.replace(/\r\n?/g, '\n').trim();
}

/** Why Azure would refuse the condition, as far as its shape tells; undefined where nothing is wrong. */
export function flawInCondition(condition: string, version: string): string | undefined {
  if (condition.trim() === '') return 'The condition is empty.';
  if (version !== conditionVersion)
    return `The condition has version "${version}"; Azure takes only ${conditionVersion}.`;
  const length = new TextEncoder().encode(condition).length;
  if (length > longestCondition)
    return `The condition has ${length} bytes; Azure takes ${longestCondition} at most.`;
  const bracket = firstUnpaired(condition);
  if (bracket === undefined) return undefined;
  const line = condition.slice(0, bracket).split('\n').length;
  return `In line ${line} of the condition, ${condition[bracket]} has no counterpart.`;
}

const closingBy = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closing = new Set(closingBy.values());

/** Position of the first bracket or quote without its counterpart; within quotes brackets are text. */
function firstUnpaired(text: string): number | undefined {
  const open: { readonly position: number; readonly expects: string }[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === "'") {
      const end = endOfQuoted(text, position);
      if (end === undefined) return position;
      position = end;
    } else if (closing.has(character)) {
      if (open.pop()?.expects !== character) return position;
    } else {
      const expects = closingBy.get(character);
      if (expects !== undefined) open.push({ position, expects });
    }
  }
  return open[0]?.position;
}

/** Position of the quote that ends the text which begins at `start`; a backslash takes the next character with it. */
function endOfQuoted(text: string, start: number): number | undefined {
  for (let position = start + 1; position < text.length; position++) {
    if (text[position] === '\\') position += 1;
    else if (text[position] === "'") return position;
  }
  return undefined;
}
