import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that vouches for itself, and its key. */
export interface Certificate {
  readonly der: Buffer;
  readonly pem: string;
  readonly privateKeyPem: string;
}

const year = 365 * 24 * 60 * 60 * 1000;

/**
 * The certificate by which Terraform recognises this process and no other: it gets it over the process's own standard
 * output. In the form that go-plugin asks for: an authority of its own for `localhost`, for servers and clients.
 * Written here and not by a library, since those take longer to load than the whole provider takes to start.
 * X.509: RFC 5280, section 4.1; encoding: ITU-T X.690.
 */
export function makeCertificate(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  const name = sequence(set(sequence(oid('550403'), encode(0x0c, Buffer.from('localhost')))));
  const content = sequence(
    encode(0xa0, integer(2)), // version 3
    encode(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(15)])), // serial number, positive
    algorithm,
    name,
    sequence(time(now.getTime() - 60_000), time(now.getTime() + year)), // clocks of one machine, read twice
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(0xa3, sequence(...extensions())),
  );
  const der = sequence(content, algorithm, bitString(sign('sha256', content, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    der,
    pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function extensions(): Buffer[] {
  const critical = Buffer.of(0x01, 0x01, 0xff);
  const extension = (id: string, value: Buffer, ...flags: Buffer[]) =>
    sequence(oid(id), ...flags, encode(0x04, value));
  return [
    extension('551d13', sequence(Buffer.of(0x01, 0x01, 0xff)), critical), // basic constraints: an authority
    extension('551d0f', Buffer.of(0x03, 0x02, 0x02, 0x84), critical), // key usage: signature, signing certificates
    extension('551d25', sequence(oid('2b06010505070301'), oid('2b06010505070302'))), // servers and clients
    extension('551d11', sequence(encode(0x82, Buffer.from('localhost')))), // alternative name
  ];
}

function encode(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80
      ? Buffer.of(length)
      : length < 0x100
        ? Buffer.of(0x81, length)
        : Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return encode(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return encode(0x31, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return encode(0x06, Buffer.from(hex, 'hex'));
}

function integer(value: number): Buffer {
  return encode(0x02, Buffer.of(value));
}

function bitString(content: Buffer): Buffer {
  return encode(0x03, Buffer.concat([Buffer.of(0), content]));
}

/** UTCTime, `YYMMDDhhmmssZ`: good until 2049. */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return encode(0x17, Buffer.from(`${digits}Z`));
}
