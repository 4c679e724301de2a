const replacements: readonly (readonly [RegExp, string])[] = [
  // A JSON web token: three base64url parts, the first beginning with the encoding of `{"`.
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, '(token removed)'],
  [/\b(Bearer|Basic)([\s+]+)(?!authorization_uri=)[\w~+/.=%-]{16,}/gi, '$1$2(token removed)'],
  // What a certificate is proved with; its lines may be joined, escaped, or cut off.
  [/-----BEGIN[A-Z +]* KEY-----[\s\S]*?(?:-----END[A-Z +]*[ +]KEY-----|$)/g, '(private key removed)'],
  // A URL with a password in it.
  [/(:\/\/[^\s/@:"']*):[^\s/@"']+@/g, '$1:(removed)@'],
];

const names =
  '(?:client[_-]?secret|secretText|assertion|(?:access|refresh|id)_?token|pass(?:word|wd|phrase)|(?<![a-z])sig|(?:Account|Access)Key)';
/** In JSON within JSON, with escapes. */
const quote = String.raw`\\*["']`;
/** The beginning of a member, parameter or form field with a secret, up to its value. */
const secretField = new RegExp(`${names}(?:${quote})?\\s*[=:]\\s*(${quote})?`, 'gi');
const anyQuote = new RegExp(quote, 'g');

/**
 * A text from outside without what looks like a token, secret or assertion, and without what is known to be one. For
 * everything that may reach a person or a log.
 * @param own secrets that took part in the exchange which the text is about
 */
export function withoutSecrets(text: string, own: readonly string[] = []): string {
  const cleaned = replacements.reduce(
    (left, [pattern, replacement]) => left.replace(pattern, replacement),
    withoutOwn(text, own),
  );
  return withoutEncoded(withoutFields(cleaned), own);
}

/** Shorter than any secret that is one; to remove it would take words apart. */
const shortestSecret = 6;

function withoutOwn(text: string, own: readonly string[]): string {
  const forms = own
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap(writtenForms)
    .sort((left, right) => right.length - left.length);
  return forms.reduce((cleaned, form) => cleaned.replaceAll(form, '(secret removed)'), text);
}

/** How a text may be written within another one. */
function writtenForms(secret: string): string[] {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  return [secret, inJson(secret), inJson(inJson(secret)), inForm];
}

function withoutFields(text: string): string {
  let cleaned = '';
  let end = 0;
  for (const { index, 0: field, 1: opening } of text.matchAll(secretField)) {
    if (index < end) continue;
    const begin = index + field.length;
    cleaned += `${text.slice(end, begin)}(removed)`;
    end = opening === undefined ? endOfWord(text, begin) : closingQuote(text, begin, opening);
  }
  return cleaned + text.slice(end);
}

function endOfWord(text: string, begin: number): number {
  return begin + (/^[^&\s"]*/.exec(text.slice(begin))?.[0].length ?? 0);
}

/**
 * Where the quoted value ends; at the end of the text where it was cut off. With n escapes before the opening quote,
 * each escape within the value is written as 2(n + 1) of them, and a quote within it as 2n + 1 and the quote.
 */
function closingQuote(text: string, begin: number, opening: string): number {
  const escapes = opening.length - 1;
  for (const { index, 0: found } of text.slice(begin).matchAll(anyQuote)) {
    const isSameQuote = found.at(-1) === opening.at(-1);
    if (isSameQuote && (found.length - 1) % (2 * (escapes + 1)) === escapes) {
      return begin + index + found.length - opening.length;
    }
  }
  return text.length;
}

/** What is encoded for a URL is looked at decoded, and stays decoded where something was removed from it. */
function withoutEncoded(text: string, own: readonly string[]): string {
  return text.replace(/[^\s"]+/g, (word) => {
    const decoded = word.replace(/(?:%[0-9a-f]{2})+/gi, decodeBytes);
    if (decoded === word) return word;
    const cleaned = withoutSecrets(decoded, own);
    return cleaned === decoded ? word : cleaned;
  });
}

function decodeBytes(encoded: string): string {
  return Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8');
}

const shownParameters = new Set(['api-version', '$filter', '$select', '$top', 'tenantid']);

/** The URL for people: without user information and without values of parameters that may be secret or opaque. */
export function withoutUrlSecrets(text: string): string {
  if (!URL.canParse(text)) return '(malformed URL)';
  const url = new URL(text);
  const query = [...url.searchParams].map(([name, value]) =>
    shownParameters.has(name.toLowerCase()) ? `${name}=${value}` : `${name}=…`,
  );
  return withoutSecrets(`${url.origin}${url.pathname}${query.length > 0 ? `?${query.join('&')}` : ''}`);
}

/**
 * What is kept of an error of a library as `cause`: name, message, code and where it was thrown. The error itself is
 * let go, since those of the Azure SDK hold the request with its Authorization header.
 */
export function causeWithoutSecrets(thrown: unknown, own: readonly string[] = []): Error {
  if (!(thrown instanceof Error)) return new Error(withoutSecrets(String(thrown), own));
  const cause = new Error(withoutSecrets(thrown.message, own));
  cause.name = thrown.name;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  cause.stack = [`${cause.name}: ${cause.message}`, ...frames].join('\n');
  const code: unknown = 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? Object.assign(cause, { code }) : cause;
}
