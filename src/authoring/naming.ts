/** Words of a name that was written for people, in letters that every identifier may have: `Zoë's VMs` is zoe, s, vms. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Longer names are cut: they are there to be recognised, and the ids beside them tell the rest. */
const longest = 40;

/** `web-shop`; `otherwise` where nothing is left, and before what begins with a digit. */
export function kebabCase(text: string, otherwise: string): string {
  const name = wordsOf(text).join('-').slice(0, longest).replace(/-$/, '');
  if (name === '') return otherwise;
  return /^\d/.test(name) ? `${otherwise}-${name}` : name;
}

/** `webShop`; otherwise as {@link kebabCase}. */
export function camelCase(text: string, otherwise: string): string {
  return kebabCase(text, otherwise).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The text without the words that it begins with, unless they are all it has. */
export function withoutBeginning(text: string, beginning: string): string {
  const [words, first] = [wordsOf(text), wordsOf(beginning)];
  const begins = first.length > 0 && first.every((word, index) => words[index] === word);
  return begins && words.length > first.length ? words.slice(first.length).join(' ') : text;
}

/** Words that name no variable, and such as would hide what a customer's file needs. */
export const reservedWords: readonly string[] =
  `abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default
  delete do else enum eval export extends false finally for from function get if implements import in infinity instanceof
  interface is keyof let module namespace nan never new null number object of package private protected proto prototype
  public readonly require return set static string super switch symbol then this throw true try type typeof undefined
  unique unknown var void while with yield app aobo group inTenant lighthouse managedIdentity msp servicePrincipal
  user`.split(/\s+/);

/** Gives names away once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(
    taken: Iterable<string>,
    /** Stands before the number of a name that had to be numbered. */
    private readonly separator: '-' | '_',
  ) {
    this.#taken = new Set(taken);
  }

  /** The first of the candidates that is free, or else the last one with a number. */
  take(...candidates: readonly [string, ...string[]]): string {
    const last = candidates.at(-1) ?? '';
    let name = candidates.find((candidate) => !this.#taken.has(candidate));
    for (let number = 2; name === undefined; number += 1) {
      const numbered = `${last}${this.separator}${number}`;
      if (!this.#taken.has(numbered)) name = numbered;
    }
    this.#taken.add(name);
    return name;
  }
}
