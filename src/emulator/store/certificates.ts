import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** PEM texts. */
export interface ServerCertificate {
  /** The private authority that clients are told to trust. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const validYears = 10;
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * A server certificate for this machine's loopback names, signed by an authority of its own. The authority's key is
 * thrown away: whoever trusts the authority then trusts this one certificate and nothing that could be signed later.
 *
 * Both carry key identifiers (RFC 5280 sections 4.2.1.1 and 4.2.1.2), which strict verifiers insist on; Python does
 * since 3.13.
 *
 * Dates come from the real clock, not the emulated one, because clients check them against theirs.
 */
export async function makeServerCertificate(): Promise<ServerCertificate> {
  const notBefore = new Date(Date.now() - 24 * 60 * 60 * 1000); // for a client whose clock is a little behind
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validYears);
  const authorityKeys = await makeKeys();
  const serverKeys = await makeKeys();
  const shared = {
    issuer: 'CN=tilldela emulator authority',
    notBefore,
    notAfter,
    signingAlgorithm,
    signingKey: authorityKeys.privateKey,
  };
  const identifiers = await keyIdentifiers(authorityKeys.publicKey, serverKeys.publicKey);

  const ca = await x509.X509CertificateGenerator.create({
    ...shared,
    serialNumber: serialNumber(),
    subject: shared.issuer,
    publicKey: authorityKeys.publicKey,
    extensions: [...authorityExtensions(), ...identifiers.authority],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...shared,
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    publicKey: serverKeys.publicKey,
    extensions: [...serverExtensions(), ...identifiers.server],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  return {
    ca: ca.toString('pem'),
    certificate: server.toString('pem'),
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

function authorityExtensions(): x509.Extension[] {
  const { cRLSign, keyCertSign } = x509.KeyUsageFlags;
  return [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
  ];
}

function serverExtensions(): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
    ]),
  ];
}

async function keyIdentifiers(
  authority: webcrypto.CryptoKey,
  server: webcrypto.CryptoKey,
): Promise<Record<'authority' | 'server', x509.Extension[]>> {
  const signedBy = await x509.AuthorityKeyIdentifierExtension.create(authority);
  return {
    authority: [await x509.SubjectKeyIdentifierExtension.create(authority), signedBy],
    server: [await x509.SubjectKeyIdentifierExtension.create(server), signedBy],
  };
}

async function makeKeys() {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

/** Positive and not zero, as RFC 5280 section 4.1.2.2 wants it. */
function serialNumber(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`;
}
