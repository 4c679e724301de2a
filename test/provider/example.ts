import { emulatorEnvironment, type AzureEnvironment, type RequestSettings } from '../../src/azure';
import { exampleWorld, startEmulator, type Emulator, type World } from '../../src/emulator';
import type { ChannelKind, Guid, Scope } from '../../src/model';
import { createProvider, type Provider } from '../../src/provider';
import {
  forward,
  unhurried,
  startServer,
  type Behaviour,
  type Received,
  type TestServer,
} from '../azure/https-server';

const customers = { partner: '000000', contoso: '000001', fabrikam: '000002', woodgrove: '000003' } as const;
const kinds = {
  tenant: '0001',
  subscription: '0002',
  user: '0003',
  group: '0004',
  servicePrincipal: '0005',
} as const;
export type Customer = keyof typeof customers;

/** An id of the example world. */
export function example(kind: keyof typeof kinds, owner: Customer, number = 1): Guid {
  return `e0e0e0e0-${kinds[kind]}-4000-8000-${customers[owner]}${String(number).padStart(6, '0')}` as Guid;
}

export const scopeOf = (subscriptionId: Guid, below = ''): Scope =>
  `/subscriptions/${subscriptionId}${below}` as Scope;

export const secret = {
  clientId: 'e0e0e0e0-0006-4000-8000-000000000001',
  clientSecret: 'emulator-only-secret',
};

/** The emulator with a server before ARM and Graph that sees all requests and may answer in its place. */
export interface Stage {
  readonly emulator: Emulator;
  readonly front: TestServer;
  readonly environment: AzureEnvironment;
  /** Asked before each request is passed on to the emulator; undefined passes it on. */
  intercept: (request: Received) => Behaviour | undefined;
  providerFor(customer: Customer, options?: { reads?: ChannelKind; writes?: ChannelKind }): Provider;
  close(): Promise<void>;
}

export async function openStage(
  settings: Partial<RequestSettings> = {},
  world: World = exampleWorld,
): Promise<Stage> {
  const emulator = await startEmulator({ world, pageSize: 1000 });
  // A connection that the emulator breaks is broken here, too.
  const passOn = (request: Received) => forward(request, emulator).catch(() => 'reset' as const);
  const front = await startServer((request) => stage.intercept(request) ?? passOn(request));
  const own = emulatorEnvironment(emulator, { ...unhurried, ...settings });
  const environment: AzureEnvironment = {
    ...own,
    caCertificate: `${emulator.caCertificate}\n${front.caCertificate}`,
    armEndpoint: front.origin,
    graphEndpoint: front.origin,
  };
  const stage: Stage = {
    emulator,
    front,
    environment,
    intercept: () => undefined,
    providerFor: (customer, { reads = 'in-tenant', writes = 'in-tenant' } = {}) =>
      createProvider({
        environment,
        partnerTenant: example('tenant', 'partner'),
        customerTenant: example('tenant', customer),
        reads,
        writes,
        secret,
      }),
    close: async () => {
      await front.close();
      await emulator.close();
    },
  };
  return stage;
}

/** An answer of Azure that is an error. */
export function refusal(status: number, code: string, message = `${code} says the test.`): Behaviour {
  return {
    status,
    headers: { 'x-ms-correlation-request-id': 'correlation-7' },
    body: { error: { code, message } },
  };
}
