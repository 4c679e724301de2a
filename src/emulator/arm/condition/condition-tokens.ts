export type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'attribute'; readonly source: string; readonly name: string }
  /** A keyword, an operator, a bare GUID or a number. */
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'mark'; readonly value: string };

const pattern =
  /\s*(?:'([^']*)'|@([A-Za-z]+)\[([^\][]+(?:\[[^\][]*\])?[^\][]*)\]|([A-Za-z0-9][\w.:-]*|-\d[\d.]*)|(&&|\|\||[(){},!]))/y;

/** @returns undefined when there is something that no condition contains */
export function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, quoted, source, name, word, mark] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted });
    else if (source !== undefined) tokens.push({ kind: 'attribute', source, name: (name ?? '').trim() });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else tokens.push({ kind: 'mark', value: mark ?? '' });
  }
  return tokens;
}
