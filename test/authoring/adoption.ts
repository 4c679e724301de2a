import { readdirSync } from 'node:fs';
import { runAdopt, type AdoptArguments } from '../../src/cli/runs/adopt';
import { runInit } from '../../src/cli/runs/init';
import { runPlan } from '../../src/cli/runs/plan';
import { runSynth } from '../../src/cli/runs/synth';
import { runInSession, type Session } from '../../src/cli/session';
import { startEmulator, type Emulator, type Tenant } from '../../src/emulator';
import type { Guid, ManagedSubscription } from '../../src/model';
import { customerSkeleton } from '../../src/authoring';
import { applications, id } from '../emulator/emulator-client';
import { partnerFile } from '../cli/example';
import { ProjectFolder } from '../support/project-folder';
import { isWrite, type LoggedRequest } from '../support/questions';

const silent: Session['terminal'] = {
  width: 200,
  color: false,
  messageColor: false,
  data: () => undefined,
  message: () => undefined,
  progress: (_label, work) => work(() => undefined),
  ask: () => Promise.resolve(undefined),
};

/** What a command came to. */
export interface Said {
  readonly code: number;
  readonly data: string;
  readonly messages: string;
}

/** A project beside an emulator, in which commands run within the test's own process. */
export class AdoptionProject extends ProjectFolder {
  #emulator: Emulator | undefined;

  constructor() {
    super('tilldela-adopt-');
  }

  async start(tenants: readonly Tenant[]): Promise<void> {
    this.layOut();
    this.write('stacks/partner.ts', partnerFile);
    const folder = this.path('.tilldela/emulator');
    this.#emulator = await startEmulator({ folder, world: { tenants, applications }, pageSize: 1000 });
  }

  async close(): Promise<void> {
    await this.#emulator?.close();
    this.removeFolder();
  }

  adopt(asked: Partial<AdoptArguments>): Promise<Said> {
    return this.#run((session) => runAdopt({ customers: [], ...asked }, session));
  }

  plan(...customers: string[]): Promise<Said> {
    return this.#run((session) => runPlan({ customers, detailedExitcode: true }, session));
  }

  planJson(...customers: string[]): Promise<Said> {
    return this.#run((session) => runPlan({ customers, json: true, detailedExitcode: true }, session));
  }

  synth(...customers: string[]): Promise<Said> {
    return this.#run((session) => runSynth({ customers }, session));
  }

  list(folder: string): string[] {
    return readdirSync(this.path(folder)).sort();
  }

  /** A file that grants nothing, with the subscriptions of a tenant of `randomTenant`, or as given. */
  writeSkeleton(customer: string, number: number, subscriptions: readonly ManagedSubscription[] = []): void {
    const tenantId = id('0001', number) as Guid;
    const text = customerSkeleton({ customer, tenantId, subscriptions, reads: 'aobo', writes: 'aobo' });
    this.write(`stacks/customers/${customer}.ts`, text);
  }

  /** As `tilldela init` here. */
  init(): void {
    const [folder, terminal] = [this.folder, silent];
    runInit({ folder: '.' }, { folder, terminal, now: () => new Date() });
  }

  /** What was sent, whoever sent it. */
  requests(): LoggedRequest[] {
    const lines = this.read('.tilldela/emulator/requests.jsonl').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as LoggedRequest);
  }

  /** Requests that were more than questions. */
  writesToAzure(): string[] {
    return this.requests()
      .filter(isWrite)
      .map(({ method, target }) => `${method} ${target.split('?')[0]}`);
  }

  get emulator(): Emulator {
    if (!this.#emulator) throw new Error('The emulator is not started.');
    return this.#emulator;
  }

  async #run(command: (session: Session) => Promise<number>): Promise<Said> {
    let [data, messages] = ['', ''];
    const session: Session = {
      folder: this.folder,
      now: () => new Date('2026-11-22T08:00:00Z'),
      terminal: {
        ...silent,
        data: (text) => void (data += `${text}\n`),
        message: (text) => void (messages += `${text}\n`),
      },
    };
    const code = await runInSession(session, async () => (await command(session)) as 0 | 1 | 2 | 3 | 4);
    return { code, data, messages };
  }
}
