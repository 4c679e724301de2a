import { withoutSecrets } from '../../src/azure';

const secret = 'canary-7Q~';

test.each([
  ['a form', `grant_type=client_credentials&client_secret=${secret},}x&scope=a`],
  ['JSON', `{"client_secret":"${secret} and more"}`],
  ['JSON within JSON', JSON.stringify({ body: JSON.stringify({ access_token: `${secret} and more` }) })],
  ['a quoted text with blanks', `password: "${secret} and more"`],
  ['a signed URL', `https://example.com/?sv=2024&sig=${secret}%3D&se=1`],
  ['a connection string', `DefaultEndpointsProtocol=https;AccountKey=${secret}==`],
  ['JSON in a URL', `https://example.com/?q=%7B%22access_token%22%3A%22${secret}%22%7D`],
  ['a header', `Authorization: Bearer ${secret}.${secret}.${secret}`],
  ['a token', `eyJhbGciOiJSUzI1NiJ9.${secret.replace('~', '')}.x`],
])('takes the secret out of %s', (_, text) => {
  const cleaned = withoutSecrets(text);
  expect(cleaned).not.toContain(secret.replace('~', ''));
  expect(cleaned).not.toContain('and more');
  expect(cleaned).toContain('removed)');
});

test('leaves what is no secret', () => {
  const text = '{"error":"invalid_client","config":"x","passwordless":true} scope=a&design=b';
  expect(withoutSecrets(text)).toBe(text);
});
