import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from '../connections';
import type { Provider } from '../provider';
import { readConfiguration, type Configuration, type Target, type Variables } from './configuration';
import { FindingError, refuse, wrongArgument, type Finding } from './finding';
import { checkLoginFile } from './login';
import type { Values } from './values/value';

/** One configured provider block: Terraform starts a process for each. */
export interface Session {
  /** Undefined until it is configured with arguments that are all known. */
  readonly configuration: Configuration | undefined;
  configure(values: Values): readonly Finding[];
  /** How the configured customer's Azure is reached. Throws FindingError while that is not known. */
  connection(): Promise<ConnectionOptions>;
  /** Role assignments of the configured customer. */
  provider(): Promise<Provider>;
  /** Aborted when Terraform wants the work to end. */
  readonly stopped: AbortSignal;
  stop(): void;
}

export function openSession(environment: Variables, userAgent: string): Session {
  const stopping = new AbortController();
  let configuration: Configuration | undefined;
  let connection: Promise<ConnectionOptions> | undefined;
  let provider: Promise<Provider> | undefined;
  const session: Session = {
    get configuration() {
      return configuration;
    },
    configure(values) {
      const read = readConfiguration(values, environment);
      configuration = read.configuration;
      connection = provider = undefined;
      return read.findings;
    },
    async connection() {
      if (!configuration)
        refuse('provider_not_ready', 'An argument of the provider block is known only after the apply.');
      connection ??= connect(configuration, userAgent, stopping.signal);
      return await connection;
    },
    async provider() {
      provider ??= session.connection().then(makeProvider);
      return await provider;
    },
    stopped: stopping.signal,
    stop: () => stopping.abort(),
  };
  return session;
}

// What speaks HTTP is loaded when it is needed and not at start: validating, and planning what is new, need none of it.

async function makeProvider(connection: ConnectionOptions): Promise<Provider> {
  const { createProvider } = await import('../provider');
  return createProvider(connection);
}

async function connect(
  { target, tenantId, login }: Configuration,
  userAgent: string,
  stopped: AbortSignal,
): Promise<ConnectionOptions> {
  await checkLoginFile(login);
  const { azureEnvironment, emulatorEnvironment, realTiming } = await import('../../azure');
  const settings = {
    userAgent,
    timing: {
      ...realTiming,
      // Waiting for another try ends when Terraform stops; a request that is under way does not.
      wait: (milliseconds: number, signal?: AbortSignal) =>
        realTiming.wait(milliseconds, AbortSignal.any(signal ? [signal, stopped] : [stopped])),
    },
  };
  const environment =
    target.cloud === 'emulator'
      ? emulatorEnvironment(await reachEmulator(target), settings)
      : azureEnvironment(target.cloud, settings);
  return {
    environment,
    partnerTenant: tenantId,
    customerTenant: tenantId,
    reads: 'in-tenant',
    writes: 'in-tenant',
    ...(login && { login }),
  };
}

async function reachEmulator({ origin, certificateFile }: Target & { readonly cloud: 'emulator' }) {
  const caCertificate = await readFile(certificateFile, 'utf8').catch(() => {
    const detail = `The certificate of the emulator cannot be read from ${certificateFile}.`;
    throw new FindingError([wrongArgument(['metadata_host'], detail)]);
  });
  return { origin, caCertificate };
}
