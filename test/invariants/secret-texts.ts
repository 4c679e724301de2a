import fc from 'fast-check';

/** Parts of every secret, so that one is found also where only a piece of it is left. They need no escapes. */
const traces = ['q7ZkQ2vB', 'x9WpH4sD', 'm4TvL8nC'] as const;
const [head, middle, tail] = traces;

const around = (between: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(between, between).map(([left, right]) => `${head}${left}${middle}${right}${tail}`);

/** Everything that a person may type: quotes, blanks, line ends, escapes, any language. */
export const password = around(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', "'", '\\', '%', ' ', '&', '+', '=', ':', '\n', '%22', '\\"', 'ä', '🔑'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 5,
  }),
);
const ascii = around(fc.stringMatching(/^[\w~+/.-]{0,8}$/));
const base64 = around(fc.stringMatching(/^[A-Za-z0-9+/]{0,8}$/)).map((key) => `${key}==`);
const jwt = around(fc.stringMatching(/^[\w-]{0,8}$/)).map((part) => `eyJhbGciOiJub25lIn0.${part}.${part}`);
const lines = (key: string): string => `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`;

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

/** A text that says a secret in a way by which it can be told, as requests, URLs and settings write it. */
const plainly: fc.Arbitrary<string> = fc.oneof(
  password.map((secret) => form({ grant_type: 'client_credentials', client_secret: secret, scope: 'a' })),
  password.map((secret) => JSON.stringify({ userName: 'x', password: secret, more: 'y' })),
  password.map((secret) => JSON.stringify({ clientSecret: secret })),
  password.map((secret) => `the body was ${JSON.stringify(JSON.stringify({ refresh_token: secret }))}`),
  password.map((secret) => `https://example.com/x?client_secret=${encodeURIComponent(secret)}&se=1`),
  ascii.map((secret) => `AZURE_CLIENT_SECRET=${secret} was refused`),
  ascii.map((secret) => `certificatePassword: '${secret}' does not open it`),
  ascii.map((secret) => `https://somebody:${secret.replaceAll('/', '_')}@example.com/x`),
  base64.map((key) => `https://example.com/?sv=2024-11-04&sig=${encodeURIComponent(key)}&se=2026-01-01`),
  base64.map((key) => `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${key};EndpointSuffix=y`),
  base64.map((key) => `Endpoint=sb://x/;SharedAccessKeyName=x;SharedAccessKey=${key}`),
  fc.constantFrom('Bearer', 'Basic').chain((kind) => ascii.map((token) => `Authorization: ${kind} ${token}`)),
  jwt.map((token) => `the token ${token} has expired`),
  jwt.map((token) => form({ client_assertion: token, scope: 'a' })),
  base64.map(lines),
);

/** The same, as it may stand within another text. */
export const sayingASecret: fc.Arbitrary<string> = fc
  .tuple(
    plainly,
    fc.array(
      fc.constantFrom<(text: string) => string>(
        (text) => JSON.stringify(text),
        (text) => JSON.stringify({ error: text, code: 1 }),
        (text) => `https://example.com/?q=${encodeURIComponent(text)}&z=1`,
        (text) => `It was refused: ${text}. Try again`,
        (text) => `It was refused:\n${text}\nTry again`,
      ),
      { maxLength: 2 },
    ),
  )
  .map(([text, wrappings]) => wrappings.reduce((inner, wrap) => wrap(inner), text));

/** A secret as it is and as others write it, in a sentence by which nobody could tell that it is one. */
export function inSentence(secret: string): fc.Arbitrary<string> {
  const asJson = JSON.stringify(secret);
  return fc
    .constantFrom(
      secret,
      asJson,
      JSON.stringify(asJson),
      encodeURIComponent(secret),
      form({ x: secret }).slice(2),
    )
    .map((written) => `You said ${written}, which is no good.`);
}

/** The traces of secrets in a text. */
export function tracesIn(text: string): string[] {
  return traces.filter((trace) => text.includes(trace));
}
