const replacements: readonly (readonly [RegExp, string])[] = [
  // A JSON web token: three base64url parts, the first beginning with the encoding of `{"`.
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, '(token removed)'],
  [/\b(Bearer\s+)[\w~+/.=-]{16,}/gi, '$1(token removed)'],
];

const names =
  '(client_?secret|client_assertion|assertion|(?:access|refresh|id)_?token|password|sig|(?:Shared)?A(?:ccount|ccess)Key)';
const separator = String.raw`((?:\\*["']|%22)?\s*(?:[=:]|%3A|%3D)\s*)`;
const value = String.raw`(?:(\\*["']|%22)(?:(?!\3)[\s\S])*|[^&\s"']+)`;
/** A member, parameter or form field with a secret: plain, quoted, JSON within JSON, or encoded for a URL. */
const secretField = new RegExp(`(?<![a-z])${names}${separator}${value}`, 'gi');

/** A text from outside without what looks like a token, secret or assertion. For everything that may reach a person or a log. */
export function withoutSecrets(text: string): string {
  return replacements
    .reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text)
    .replace(secretField, (_, name, between, quote = '') => `${name}${between}${quote}(removed)`);
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
export function causeWithoutSecrets(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(withoutSecrets(String(thrown)));
  const cause = new Error(withoutSecrets(thrown.message));
  cause.name = thrown.name;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  cause.stack = [`${cause.name}: ${cause.message}`, ...frames].join('\n');
  const code: unknown = 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? Object.assign(cause, { code }) : cause;
}
