import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client as GrpcClient, credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { generate } from 'selfsigned';
import { access } from '../../../src/provider/protocol/data-sources/access';
import { customer } from '../../../src/provider/protocol/data-sources/customer';
import { roleAssignment } from '../../../src/provider/protocol/role-assignment/role-assignment';
import { typeOf, type Schema } from '../../../src/provider/protocol/schema';
import { providerSchema } from '../../../src/provider/protocol/configuration';
import { createService } from '../../../src/provider/protocol/service';
import { openSession } from '../../../src/provider/protocol/session';
import { serve } from '../../../src/provider/protocol/transport/serve';
import { decodeObject, encodeObject } from '../../../src/provider/protocol/values/msgpack';
import type { Values } from '../../../src/provider/protocol/values/value';
import {
  calls,
  type CallName,
  type DiagnosticMessage,
  type DynamicValue,
  type Response,
} from '../../../src/provider/protocol/wire/messages';
import { application, id, startClient, type Client } from '../../emulator/emulator-client';

/** A client's certificate as go-plugin makes one. */
export function clientCertificate() {
  return generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-521',
    algorithm: 'sha512',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
}

/** Calls the provider as Terraform does: gRPC over the socket, with mutual TLS. */
export interface Caller {
  ask<Name extends CallName>(name: Name, request: object): Promise<Required<Response<Name>>>;
  close(): void;
}

/** The Contoso of the example, its emulator, and a configured provider. */
export interface Stage extends Caller {
  readonly emulator: Client;
  readonly variables: Readonly<Record<string, string>>;
  /** Lines that the provider logged. */
  readonly log: string[];
  /** Another provider, not configured, as each walk of Terraform has one. Its variables, where they are not the stage's. */
  open(others?: Readonly<Record<string, string>>): Promise<Caller>;
}

export const schemas = { tilldela_role_assignment: roleAssignment.schema, tilldela_access: access.schema };

export async function openStage(options: Parameters<typeof startClient>[0] = {}): Promise<Stage> {
  const emulator = await startClient(options);
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-protocol-'));
  const certificateFile = path.join(folder, 'ca.pem');
  writeFileSync(certificateFile, emulator.emulator.caCertificate);
  const variables = {
    ARM_METADATA_HOSTNAME: emulator.emulator.origin.replace('https://', ''),
    ARM_TENANT_ID: id('0001', 1),
    ARM_SUBSCRIPTION_ID: id('0002', 1),
    ARM_CLIENT_ID: application.clientId,
    ARM_CLIENT_SECRET: application.secret,
    SSL_CERT_FILE: certificateFile,
  };
  const log: string[] = [];
  const opened: Caller[] = [];
  const open = async (others: Readonly<Record<string, string>> = variables) => {
    const caller = await openProvider(others, log);
    opened.push(caller);
    return caller;
  };
  const first = await open();
  await first.ask('ConfigureProvider', { config: dynamic({}, providerSchema) });
  return {
    ...first,
    emulator,
    variables,
    log,
    open,
    close() {
      for (const caller of opened) caller.close();
      void emulator.emulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openProvider(variables: Readonly<Record<string, string>>, log: string[]): Promise<Caller> {
  const { cert, private: key } = await clientCertificate();
  const write = (level: string, message: string, fields?: object) =>
    void log.push(JSON.stringify({ level, message, ...fields }));
  const session = openSession(variables, 'tilldela/test');
  const offer = {
    resources: { tilldela_role_assignment: roleAssignment },
    dataSources: { tilldela_access: access, tilldela_customer: customer },
  };
  const running = await serve(createService(offer, session, write), {
    clientCertificate: cert,
    log: write,
    onShutdown: () => undefined,
  });
  const server = pemOf(running.handshake);
  const client = connect(running.address, credentials.createSsl(server, Buffer.from(key), Buffer.from(cert)));
  return {
    ask: (name, request) => ask(client, name, request),
    close() {
      client.close();
      running.close();
    },
  };
}

/** The certificate in the last field of the handshake. */
export function pemOf(handshake: string): Buffer {
  // Without padding, as Go writes and reads it.
  const encoded = Buffer.from(handshake.split('|')[5] ?? '', 'base64').toString('base64');
  const lines = encoded.match(/.{1,64}/g) ?? [];
  return Buffer.from(['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'));
}

export function connect(address: string, how: ChannelCredentials): GrpcClient {
  return new GrpcClient(address, how, {
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.default_authority': 'localhost',
  });
}

export function ask<Name extends CallName>(
  client: GrpcClient,
  name: Name,
  request: object,
): Promise<Required<Response<Name>>> {
  const { request: asked, response } = calls[name];
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/tfplugin6.Provider/${name}`,
      (value: object) => (asked as { encode(value: object): Buffer }).encode(value),
      (bytes: Buffer) => response.decode(bytes) as object as Required<Response<Name>>,
      request,
      (error, value) => (error || !value ? reject(error ?? new Error('no answer')) : resolve(value)),
    );
  });
}

export function dynamic(values: Values | null, schema: Schema): DynamicValue {
  return { msgpack: encodeObject(values, typeOf(schema)) };
}

export function valuesOf(value: DynamicValue | undefined, schema: Schema): Values | null {
  return value?.msgpack ? decodeObject(value.msgpack, typeOf(schema)) : null;
}

/** Diagnostics as `argument: detail`. */
export function told(diagnostics: readonly DiagnosticMessage[]): string[] {
  return diagnostics.map(({ attribute, detail }) => {
    const names = (attribute?.steps ?? []).map(({ attributeName }) => attributeName);
    return `${names.join('.')}: ${detail?.split('\n')[0]}`;
  });
}
