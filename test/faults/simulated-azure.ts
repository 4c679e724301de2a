import { Agent, request } from 'node:https';
import { emulatorEnvironment, type AzureEnvironment } from '../../src/azure';
import { startEmulator, type Emulator } from '../../src/emulator';
import { assignmentId, roleDefinitionIdAt, type RoleAssignment } from '../../src/model';
import type { FaultLine } from './random-faults';
import { application, partner, type CustomerIds, type Scenario } from './scenario';
import type { SimulatedTime } from './simulated-time';

/** A line of the emulator's request log. */
export interface LoggedRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly caller?: { readonly object: string };
  readonly body?: {
    readonly properties?: { readonly roleDefinitionId?: string; readonly principalId?: string };
  };
}

/** An Azure for some campaigns, over real HTTPS, with simulated time. */
export class SimulatedAzure {
  readonly #agent = new Agent({ keepAlive: true });
  #logged = 0;

  private constructor(
    private readonly emulator: Emulator,
    readonly time: SimulatedTime,
    readonly environment: AzureEnvironment,
  ) {}

  static async open(
    scenarios: readonly Scenario[],
    time: SimulatedTime,
    pageSize: number,
  ): Promise<SimulatedAzure> {
    const emulator = await startEmulator({
      world: {
        tenants: [
          {
            id: partner.tenant,
            displayName: 'Partner',
            domains: ['partner.example'],
            groups: [{ id: partner.adminAgents, displayName: 'AdminAgents' }],
          },
          ...scenarios.map(({ tenant }) => tenant),
        ],
        applications: [
          { appId: application.appId, displayName: 'tilldela', clientSecrets: [application.secret] },
        ],
      },
      now: () => new Date(time.now()),
      pageSize,
    });
    // One request at a time: what the emulator sees is in one order only.
    const settings = { timing: time, requestsAtOnce: 1, retryDelay: 1 };
    return new SimulatedAzure(emulator, time, emulatorEnvironment(emulator, settings));
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.emulator.close();
  }

  async addFaults(lines: readonly FaultLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#control('POST', 'faults', lines.map((line) => JSON.stringify(line)).join('\n'));
  }

  async clearFaults(): Promise<void> {
    await this.#control('DELETE', 'faults');
  }

  /** What was requested since this was last asked. */
  async newRequests(): Promise<LoggedRequest[]> {
    const lines = (await this.#control('GET', 'requests')).trimEnd().split('\n').slice(this.#logged);
    this.#logged += lines.length;
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LoggedRequest);
  }

  /** What somebody else does in the portal. True when Azure took it. */
  async somebodyPuts(customer: CustomerIds, assignment: RoleAssignment): Promise<boolean> {
    const { scope, role, principalId, principalType, condition = null, conditionVersion = null } = assignment;
    const properties = { principalId, principalType, condition, conditionVersion };
    const roleDefinitionId = roleDefinitionIdAt(scope, role);
    const body = JSON.stringify({ properties: { ...properties, roleDefinitionId } });
    return this.#somebody(customer, 'PUT', assignmentId(assignment), body);
  }

  async somebodyDeletes(customer: CustomerIds, id: string): Promise<boolean> {
    return this.#somebody(customer, 'DELETE', id);
  }

  async #somebody(
    { tenant, somebody }: CustomerIds,
    method: string,
    id: string,
    body?: string,
  ): Promise<boolean> {
    const token = await this.emulator.userToken(tenant, `${somebody}@${tenant}.example`);
    const path = `${id}?api-version=2022-04-01`;
    const { status } = await this.#send(method, path, { authorization: `Bearer ${token}` }, body);
    return status >= 200 && status < 300;
  }

  async #control(method: string, name: string, body?: string): Promise<string> {
    const headers = { 'x-emulator-key': this.emulator.controlKey };
    const { status, text } = await this.#send(method, `/_emulator/${name}`, headers, body);
    if (status !== 200) throw new Error(`The emulator refused ${method} ${name}: ${text}`);
    return text;
  }

  #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<{ status: number; text: string }> {
    const { origin, caCertificate: ca } = this.emulator;
    const options = {
      method,
      ca,
      agent: this.#agent,
      headers: { 'content-type': 'application/json', ...headers },
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${origin}${path}`, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
