import { generateKeyPair } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerCertificate } from './certificates';

export interface Keys extends ServerCertificate {
  /** PKCS #8 PEM of the RSA key that signs access tokens. */
  readonly tokenKey: string;
}

const files = { ca: 'ca.pem', certificate: 'server.pem', key: 'server-key.pem', tokenKey: 'token-key.pem' };

/** The keys kept in the folder; what is missing is made and kept. Without a folder they last as long as the process. */
export async function keepKeys(folder: string | undefined): Promise<Keys> {
  if (folder === undefined) return (keysOfProcess ??= completeKeys({}));
  const kept = await readKeys(folder);
  const keys = await completeKeys(kept);
  await writeKeys(folder, keys, kept);
  return keys;
}

/** Shared, because making them takes nearly all the time of a start and tests start many emulators. */
let keysOfProcess: Promise<Keys> | undefined;

async function completeKeys(kept: Partial<Keys>): Promise<Keys> {
  const { ca, certificate, key } = kept;
  // The three TLS files only work together, so they are replaced together.
  const [tls, tokenKey] = await Promise.all([
    ca && certificate && key ? { ca, certificate, key } : makeCertificate(),
    kept.tokenKey ?? makeTokenKey(),
  ]);
  return { ...tls, tokenKey };
}

/** The authority's certificate in the folder, or undefined if there is none. */
export async function readCaCertificate(folder: string): Promise<string | undefined> {
  return readIfPresent(join(folder, files.ca));
}

async function readKeys(folder: string): Promise<Partial<Keys>> {
  const entries = await Promise.all(
    Object.entries(files).map(
      async ([name, file]) => [name, await readIfPresent(join(folder, file))] as const,
    ),
  );
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined));
}

async function writeKeys(folder: string, keys: Keys, kept: Partial<Keys>): Promise<void> {
  for (const [name, file] of Object.entries(files) as [keyof Keys, string][]) {
    if (keys[name] === kept[name]) continue;
    await writeFile(join(folder, file), keys[name], { mode: 0o600 });
  }
}

/** Loaded at the first start of a folder only; it takes longer to load than everything else together. */
async function makeCertificate(): Promise<ServerCertificate> {
  const { makeServerCertificate } = await import('./certificates');
  return makeServerCertificate();
}

async function makeTokenKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
