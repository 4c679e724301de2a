import { mkdir } from 'node:fs/promises';
import { armError } from './arm/arm-surface';
import type { Context } from './context';
import { createClock } from './control/emulated-clock';
import { openFrontDesk } from './front-desk';
import { serveHttps } from './http/https-server';
import { createTokenIssuer } from './login/access-token';
import { createDeviceSignIns } from './login/device-sign-ins';
import { createSigner } from './login/signer';
import { refreshToken, userToken } from './login/user-sign-in';
import type { SignInOptions } from './login/user-sign-in';
import { announceEmulator, findRunningEmulator, withdrawEmulator } from './running-emulator';
import type { RunningEmulator } from './running-emulator';
import { keepKeys } from './store/kept-keys';
import { openLedger } from './store/ledger';
import type { World } from './world/world';

export interface EmulatorOptions {
  /** Folder that keeps the state between runs; absent: memory only. */
  readonly folder?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** What exists when the folder holds no state yet. */
  readonly world: World;
  readonly now?: () => Date;
  /** Entries per page of ARM and Graph lists; far fewer than Azure has, so that paging bugs show. Default 20. */
  readonly pageSize?: number;
  /** Seconds that an access token is good for. Default 3600. */
  readonly tokenLifetime?: number;
  /** Whether requests beyond Azure's token buckets are refused. Default false: they are only counted. */
  readonly throttle?: boolean;
  /** Decides what faults of the script with a probability do. Default 1. */
  readonly seed?: number;
}

export interface Emulator extends RunningEmulator {
  /** Opens `/_emulator/…`, in the header `x-emulator-key`. */
  readonly controlKey: string;
  close(): Promise<void>;
  /**
   * An ARM access token as the Azure portal holds it for a user of this directory.
   *
   * @param tenantId the tenant's id or one of its domains
   * @throws Error when there is no such tenant or user
   */
  userToken(tenantId: string, userPrincipalName: string, options?: SignInOptions): Promise<string>;
  /** A refresh token as a sign-in in the browser gives it. Parameters and errors as for {@link userToken}. */
  refreshToken(tenantId: string, userPrincipalName: string, options?: SignInOptions): Promise<string>;
}

/**
 * Starts a local Azure on one HTTPS origin of this machine.
 *
 * @throws Error when another emulator serves the same folder, or the folder holds something unreadable
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { folder } = options;
  if (folder !== undefined) await prepareFolder(folder);
  const keys = await keepKeys(folder);
  const clock = createClock(options.now ?? (() => new Date()));
  const { now } = clock;
  const issuer = createTokenIssuer(await createSigner(keys.tokenKey, now), now, options.tokenLifetime);
  const ledger = openLedger(folder, options.world, now());
  const pageSize = options.pageSize ?? 20;
  const deviceSignIns = createDeviceSignIns(now);
  const contextAt = (origin: string): Context => ({ origin, ledger, issuer, now, pageSize, deviceSignIns });
  const closeOnFailure = (error: unknown): never => {
    ledger.close();
    throw error;
  };
  const desk = await openFrontDesk({ ...options, clock, ledger }).catch(closeOnFailure);
  const server = await serveHttps(
    { certificate: keys.certificate, key: keys.key, port: options.port ?? 0 },
    (origin) => ({
      respond: (exchange) => desk.respond(contextAt(origin), exchange),
      refuse: (status, message) => armError(status, 'BadRequest', message),
    }),
  ).catch(closeOnFailure);
  if (folder !== undefined) await announceEmulator(folder, server.origin);
  return {
    origin: server.origin,
    caCertificate: keys.ca,
    controlKey: desk.controlKey,
    userToken: (...person) => userToken(contextAt(server.origin), ...person),
    refreshToken: (...person) => refreshToken(contextAt(server.origin), ...person),
    async close() {
      await server.close();
      desk.close();
      ledger.close();
      if (folder !== undefined) await withdrawEmulator(folder);
    },
  };
}

/** Two emulators writing one folder would undo each other's changes. */
async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const running = await findRunningEmulator(folder);
  if (running) throw new Error(`An emulator already serves ${folder} at ${running.origin}.`);
}
