import type { IncomingHttpHeaders } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { generate } from 'selfsigned';

export interface Received {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
}

/** `reset` breaks the connection, `cut` breaks it within the body, `stall` stops there, `silent` never answers. */
export type Behaviour = Reply | 'reset' | 'cut' | 'stall' | 'silent';
export type Handler = (request: Received) => Behaviour | Promise<Behaviour>;

export interface TestServer {
  readonly origin: string;
  readonly caCertificate: string;
  readonly requests: Received[];
  close(): Promise<void>;
}

const certificate = generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  curve: 'P-256',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
  ],
});

/** An HTTPS server on this machine that answers as the handler says and keeps what it was asked. */
export async function startServer(handler: Handler): Promise<TestServer> {
  const { cert, private: key } = await certificate;
  const requests: Received[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body,
      };
      requests.push(received);
      void Promise.resolve(handler(received)).then((reply) => {
        if (reply === 'silent') return;
        if (reply === 'reset') return void response.destroy();
        if (reply === 'cut' || reply === 'stall') {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
          return void response.write('{"value":[', () => reply === 'cut' && response.destroy());
        }
        const isText = typeof reply.body === 'string' || reply.body === undefined;
        response.writeHead(reply.status ?? 200, {
          ...(!isText && { 'content-type': 'application/json; charset=utf-8' }),
          ...reply.headers,
        });
        response.end(isText ? reply.body : JSON.stringify(reply.body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    caCertificate: cert,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Passes a request on to another server and gives its answer. */
export function forward(request: Received, to: { origin: string; caCertificate: string }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { authorization, 'content-type': contentType } = request.headers;
    const headers = {
      ...(authorization && { authorization }),
      ...(contentType && { 'content-type': contentType }),
    };
    const outgoing = httpsRequest(
      `${to.origin}${request.url}`,
      {
        method: request.method,
        headers,
        ca: to.caCertificate,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => {
          const { 'content-type': type, 'www-authenticate': challenge } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            headers: {
              ...(type && { 'content-type': type }),
              ...(challenge && { 'www-authenticate': challenge }),
            },
            body,
          });
        });
      },
    );
    outgoing.on('error', reject).end(request.body);
  });
}

export const secretToken = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${'secret'.repeat(5)}.signature-of-the-token`;

/** What the login endpoint of a tenant answers: discovery and a token. Undefined for other paths. */
export function answerLogin(origin: string, { url }: Received): Reply | undefined {
  const tenant = url.split('/')[1] ?? '';
  if (url.includes('/.well-known/openid-configuration')) {
    return {
      body: {
        issuer: `${origin}/${tenant}/v2.0`,
        authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
      },
    };
  }
  if (!url.includes('/oauth2/v2.0/token')) return undefined;
  return {
    body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: secretToken },
  };
}

/** Short waits, so that tests of failures do not take long. */
export const impatient = {
  attemptTimeout: 1_000,
  totalTimeout: 8_000,
  authenticationTimeout: 5_000,
  retryDelay: 10,
} as const;

/** For whole readings: a loaded machine takes its time, and a second try would use up a fault that is meant once. */
export const unhurried = { ...impatient, attemptTimeout: 15_000, totalTimeout: 40_000 } as const;

/** All that anybody could get out of an error: hidden properties too, and without the libraries' own masking. */
export function everythingIn(error: unknown): string {
  const views = [true, false].map((customInspect) =>
    inspect(error, {
      depth: Infinity,
      maxArrayLength: Infinity,
      maxStringLength: Infinity,
      showHidden: true,
      customInspect,
    }),
  );
  return [...views, JSON.stringify(error), error instanceof Error ? error.stack : ''].join('\n');
}
