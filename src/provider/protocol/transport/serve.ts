import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Server,
  ServerCredentials,
  status,
  type ServiceDefinition,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import { calls, shutdownCall, type CallName, type Request, type Response } from '../wire/messages';
import { makeCertificate } from './certificate';
import type { Log } from './log';

/** An answer to each call of the protocol. What one throws ends that call and nothing else. */
export type Service = {
  readonly [Name in CallName]: (request: Request<Name>) => Response<Name> | Promise<Response<Name>>;
};

interface Listening {
  /** PEM of the only client that may connect; absent for clients that use no TLS, such as debuggers. */
  readonly clientCertificate?: string | undefined;
  /** Where the socket may lie. Default: the folder for temporary files. */
  readonly socketFolder?: string | undefined;
  readonly log: Log;
  /** Called when Terraform asks the process to end, after that was answered. */
  readonly onShutdown: () => void;
}

interface RunningService {
  /** The line by which go-plugin learns where the service is and how to recognise it. */
  readonly handshake: string;
  /** As gRPC clients write it. */
  readonly address: string;
  close(): void;
}

/** Serves the provider to one Terraform process. https://github.com/hashicorp/go-plugin, "guide to plugins in any language" */
export async function serve(service: Service, options: Listening): Promise<RunningService> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  const handlers = Object.entries(service) as [CallName, Service[CallName]][];
  for (const [name, handle] of handlers) {
    addCall(server, `/tfplugin6.Provider/${name}`, calls[name], handle, options.log);
  }
  addCall(server, '/plugin.GRPCController/Shutdown', shutdownCall, () => endSoon(options), options.log);

  const certificate = options.clientCertificate === undefined ? undefined : makeCertificate(new Date());
  const credentials =
    certificate && options.clientCertificate !== undefined
      ? ServerCredentials.createSsl(
          Buffer.from(options.clientCertificate),
          [{ private_key: Buffer.from(certificate.privateKeyPem), cert_chain: Buffer.from(certificate.pem) }],
          true,
        )
      : ServerCredentials.createInsecure();
  const folder = mkdtempSync(path.join(options.socketFolder || tmpdir(), 'tilldela-'));
  const address = `unix:${path.join(folder, 'provider')}`;
  await bind(server, address, credentials);
  const proof = certificate?.der.toString('base64').replace(/=+$/, '') ?? '';
  return {
    handshake: ['1', '6', 'unix', path.join(folder, 'provider'), 'grpc', proof].join('|'),
    address,
    close() {
      server.forceShutdown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endSoon({ onShutdown }: Listening): object {
  setImmediate(onShutdown);
  return {};
}

type Handler = (request: never) => unknown;

/** A message of a kind that the call's name tells and the compiler does not know here. */
interface AnyMessage {
  encode(value: object): Buffer;
  decode(bytes: Buffer): object;
}

function addCall(
  server: Server,
  callPath: string,
  { request, response }: { readonly request: AnyMessage; readonly response: AnyMessage },
  handle: Handler,
  log: Log,
): void {
  const name = callPath.split('/').at(-1) ?? callPath;
  const definition: ServiceDefinition = {
    [name]: {
      path: callPath,
      requestStream: false,
      responseStream: false,
      requestSerialize: (value: object) => request.encode(value),
      requestDeserialize: (bytes: Buffer) => request.decode(bytes),
      responseSerialize: (value: object) => response.encode(value),
      responseDeserialize: (bytes: Buffer) => response.decode(bytes),
    },
  };
  const answer = async (asked: never): Promise<unknown> => {
    const begun = performance.now();
    const result = await handle(asked);
    log('trace', name, { milliseconds: Math.round(performance.now() - begun) });
    return result;
  };
  const handler: handleUnaryCall<object, unknown> = (call, callback) => {
    answer(call.request as never).then(
      (value) => callback(null, value),
      (error: unknown) => {
        log(
          'error',
          `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        const details = error instanceof Error ? error.message : 'the provider failed';
        callback({ code: status.INTERNAL, details });
      },
    );
  };
  server.addService(definition, { [name]: handler });
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}
