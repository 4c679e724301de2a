import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { deliver } from './deliver';
import type { Answer, Exchange } from './exchange';
import { parseTarget } from './exchange';

/** Azure Resource Manager takes request bodies of up to 4 MB. */
const maximumBodyBytes = 4 * 1024 * 1024;

export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the server does with requests, once it knows its own origin. */
export interface Service {
  /** Must not reject. */
  respond(exchange: Exchange): Promise<Answer>;
  /** Answers what never becomes an exchange: a malformed target, or a body that is too long. */
  refuse(status: number, message: string): Answer;
}

/** Serves HTTPS on the loopback address only. */
export async function serveHttps(
  options: { readonly certificate: string; readonly key: string; readonly port: number },
  serviceAt: (origin: string) => Service,
): Promise<RunningServer> {
  const server = createServer({ cert: options.certificate, key: options.key });
  await listen(server, options.port);
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const service = serviceAt(origin);
  server.on('request', (incoming, response) => {
    answerTo(incoming, origin, service)
      .then((answer) => deliver(response, answer))
      .catch(() => response.destroy()); // the client went away while sending its body
  });
  return { origin, close: () => stop(server) };
}

async function answerTo(incoming: IncomingMessage, origin: string, service: Service): Promise<Answer> {
  const target = parseTarget(origin, incoming.url ?? '/');
  if (!target) return service.refuse(400, 'The request URI is malformed.');
  const body = await readBody(incoming);
  if (body === undefined) {
    const refusal = service.refuse(413, 'The request body is longer than 4 MB.');
    // What is left of the body stands in the way of another request.
    return { ...refusal, headers: { ...refusal.headers, Connection: 'close' } };
  }
  return service.respond({
    ...target,
    method: incoming.method ?? 'GET',
    header: (name) => singleHeader(incoming.headers[name.toLowerCase()]),
    body,
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections(); // clients keep connections alive; nobody is left to use them
  });
}

/** @returns undefined when the body is too long; the rest of it is left unread */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The default would close the connection on an early return, and the refusal could not be sent.
  const stream = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maximumBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function singleHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
