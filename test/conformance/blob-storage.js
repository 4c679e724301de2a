/*
 * A storage account beside the emulator, for Terraform's state: Azurite, under the name that the emulator's cloud has for
 * it. Nothing resolves that name, so programs written in Go are led there by a proxy.
 */
const { Buffer } = require('node:buffer');
const { spawn } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const https = require('node:https');
const net = require('node:net');
const path = require('node:path');
const { generate } = require('selfsigned');
const { ScenarioFailure } = require('./stage');

const account = 'tilldelastate';
const host = `${account}.blob.core.emulator.invalid`;
/** Any key: clients sign in by tokens. */
const accountKey = Buffer.alloc(32).toString('base64');

/** @returns the account's name, variables that lead Terraform to it, `makeContainer` and `close` */
async function openBlobStorage(program, folder) {
  const certificates = path.join(folder, 'certificates');
  mkdirSync(certificates, { recursive: true });
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
  writeFileSync(path.join(certificates, 'blob.pem'), cert);
  writeFileSync(path.join(folder, 'blob.key'), key, { mode: 0o600 });
  const { child, port } = await startAzurite(program, folder);
  const proxy = await openProxy(port);
  return {
    account,
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.address().port}`,
      SSL_CERT_DIR: certificates, // beside the file of the emulator's authority
    },
    makeContainer: (name) => makeContainer({ port, cert, name }),
    close() {
      child.kill();
      proxy.close();
    },
  };
}

function startAzurite(program, folder) {
  const options = [
    '--inMemoryPersistence',
    '--disableTelemetry',
    '--skipApiVersionCheck',
    '--oauth',
    'basic',
  ];
  const tls = ['--cert', path.join('certificates', 'blob.pem'), '--key', 'blob.key'];
  const child = spawn(program, [...options, ...tls, '--blobPort', '0'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, AZURITE_ACCOUNTS: `${account}:${accountKey}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (text) => {
      output += text;
      const [, port] = /successfully listens on https:\/\/[^:]+:(\d+)/.exec(output) ?? [];
      if (port) resolve({ child, port: Number(port) });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    child.on('error', reject);
    child.on('close', () => reject(new ScenarioFailure('Azurite did not start', output)));
  });
}

/** Leads to the storage account, and nowhere else. */
function openProxy(port) {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, client, head) => {
    if (url !== `${host}:443`) return client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const storage = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      storage.write(head);
      storage.pipe(client).pipe(storage);
    });
    const end = () => [client, storage].forEach((socket) => socket.destroy());
    return [client, storage].forEach((socket) => socket.on('error', end));
  });
  return new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(proxy)));
}

function makeContainer({ port, cert, name }) {
  const request = {
    ...{ method: 'PUT', host: '127.0.0.1', port, path: `/${name}?restype=container` },
    ...{ servername: host, ca: cert },
    headers: { host, authorization: `Bearer ${ownToken()}`, 'x-ms-version': '2021-12-02' },
  };
  return new Promise((resolve, reject) => {
    const sent = https.request(request, (answer) => {
      answer.resume();
      if (answer.statusCode === 201) resolve();
      else reject(new ScenarioFailure(`Azurite answered ${answer.statusCode} to a new container`, ''));
    });
    sent.on('error', reject).end();
  });
}

/** Azurite reads what a token says and does not check who signed it. */
function ownToken() {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now - 60, exp: now + 600 };
  const claims = { aud: 'https://storage.azure.com', iss: 'https://sts.windows.net/', ...times };
  const parts = [{ alg: 'none', typ: 'JWT' }, claims].map((part) => JSON.stringify(part));
  return [...parts.map((part) => Buffer.from(part).toString('base64url')), ''].join('.');
}

module.exports = { openBlobStorage };
