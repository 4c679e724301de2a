import { createPrivateKey, createPublicKey } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, errors, exportJWK, jwtVerify } from 'jose';
import type { JWK, JWTPayload } from 'jose';

/** What became of a text that claims to be signed with the emulator's key. */
type Opened =
  { readonly kind: 'valid' | 'expired'; readonly payload: JWTPayload } | { readonly kind: 'invalid' };

/** The emulator's signature. A type sets each kind of signed text apart from every other. */
export interface Signer {
  readonly publicKey: JWK;
  sign(claims: JWTPayload, type: string): Promise<string>;
  open(text: string, type: string): Promise<Opened>;
}

/** How many texts are remembered as well signed: checking a signature takes longer than most answers. */
const remembered = 1000;

/** @param key PKCS #8 PEM of an RSA key */
export async function createSigner(key: string, now: () => Date): Promise<Signer> {
  const privateKey = createPrivateKey(key);
  const verifyingKey = createPublicKey(privateKey);
  const jwk = await exportJWK(verifyingKey);
  const kid = await calculateJwkThumbprint(jwk);
  const known = new Map<string, JWTPayload>();

  const check = async (text: string, typ: string): Promise<Opened> => {
    try {
      const options = { algorithms: ['RS256'], currentDate: now(), typ };
      const { payload } = await jwtVerify(text, verifyingKey, options);
      if (known.size >= remembered) known.clear();
      known.set(`${typ} ${text}`, payload);
      return { kind: 'valid', payload };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: 'expired', payload: error.payload };
      return { kind: 'invalid' };
    }
  };
  return {
    publicKey: { ...jwk, use: 'sig', alg: 'RS256', kid },
    sign: (claims, typ) =>
      new SignJWT(claims).setProtectedHeader({ typ, alg: 'RS256', kid }).sign(privateKey),
    open: async (text, typ) => {
      const payload = known.get(`${typ} ${text}`);
      if (!payload) return check(text, typ);
      const isOver = Math.floor(now().getTime() / 1000) >= (payload.exp ?? 0);
      return { kind: isOver ? 'expired' : 'valid', payload };
    },
  };
}
