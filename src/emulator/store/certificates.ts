import { generate } from 'selfsigned';

/** PEM texts. */
export interface ServerCertificate {
  /** The private authority that clients are told to trust. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const validYears = 10;

/**
 * A server certificate for this machine's loopback names, signed by an authority of its own. The authority's key is
 * thrown away: whoever trusts the authority then trusts this one certificate and nothing that could be signed later.
 *
 * Dates come from the real clock, not the emulated one, because clients check them against theirs.
 */
export async function makeServerCertificate(): Promise<ServerCertificate> {
  const notBeforeDate = new Date(Date.now() - 24 * 60 * 60 * 1000); // for a client whose clock is a little behind
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setUTCFullYear(notAfterDate.getUTCFullYear() + validYears);
  const shared = {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
  } as const;

  const ca = await generate([{ name: 'commonName', value: 'tilldela emulator authority' }], {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...shared,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { ca: ca.cert, certificate: server.cert, key: server.private };
}
