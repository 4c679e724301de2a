import { runInSession, type Session } from '../../src/cli/session';
import { emulatorEnvironment } from '../../src/azure';
import { exampleWorld, startEmulator, type Emulator, type World } from '../../src/emulator';
import { clientOf, control, id, type Client } from '../emulator/emulator-client';
import { ProjectFolder } from '../support/project-folder';

const relationship = `{ roles: { 'Cloud engineers': ['Directory Readers'] } }`;

/** The partner of the example, with what it asks of customers who say nothing else. */
export const partnerText = (declared = relationship) => `import { definePartner } from 'tilldela';

export const msp = definePartner({
  tenant: '${id('0001', 0)}',
  owner: '${id('0007', 0)}',
  adminAgents: '${id('0004', 0)}',
  ${declared && `relationship: ${declared},`}
});
`;

/** What a command came to. */
export interface Said {
  readonly code: number;
  readonly data: string;
  readonly messages: string;
}

/** A partner's folder beside an emulator; commands run in the test's own process, with nobody to ask. */
export class PartnerProject extends ProjectFolder {
  #client: Client | undefined;
  #ahead = 0;
  /** What a person at the terminal would answer. */
  answer: string | undefined;

  constructor() {
    super('tilldela-partner-');
  }

  async start(world: World = exampleWorld, partner = partnerText()): Promise<void> {
    this.layOut();
    this.write('stacks/partner.ts', partner);
    this.#client = clientOf(
      await startEmulator({ folder: this.path('.tilldela/emulator'), world, pageSize: 3 }),
    );
  }

  async close(): Promise<void> {
    await this.#client?.emulator.close();
    this.removeFolder();
  }

  get client(): Client {
    if (!this.#client) throw new Error('The emulator is not started.');
    return this.#client;
  }

  get emulator(): Emulator {
    return this.client.emulator;
  }

  get environment() {
    return emulatorEnvironment(this.emulator, { retryDelay: 1 });
  }

  async run<Arguments>(
    command: (asked: Arguments, session: Session) => Promise<number> | number,
    asked: Arguments,
  ): Promise<Said> {
    let [data, messages] = ['', ''];
    const session: Session = {
      folder: this.folder,
      now: () => new Date(Date.now() + this.#ahead * 1000),
      terminal: {
        width: 80,
        color: false,
        messageColor: false,
        data: (text) => void (data += `${text}\n`),
        message: (text) => void (messages += `${text}\n`),
        progress: (_label, work) => work(() => undefined),
        ask: () => Promise.resolve(this.answer),
      },
    };
    const code = await runInSession(
      session,
      async () => (await command(asked, session)) as 0 | 1 | 2 | 3 | 4,
    );
    return { code, data, messages };
  }

  /** Time passes, at the emulator's and here. */
  async advance(seconds: number): Promise<void> {
    this.#ahead += seconds;
    await this.#control('POST clock', { advanceSeconds: seconds });
  }

  /** What the customer does in its admin centre. */
  async decide(relationshipId: string, action: 'approve' | 'reject' | 'terminate'): Promise<void> {
    await this.#control('POST delegated-admin', { relationship: relationshipId, action });
  }

  async acceptReseller(customer: string): Promise<void> {
    await this.#control('POST reseller', { partner: 'northwind.com', customer, action: 'accept' });
  }

  /** Writes that Microsoft Graph and Partner Center were sent so far. */
  writes(): string[] {
    const lines = this.read('.tilldela/emulator/requests.jsonl').trimEnd().split('\n');
    return lines
      .map((line) => JSON.parse(line) as { method: string; target: string })
      .filter(({ method, target }) => method !== 'GET' && /tenantRelationships|^\/v1\//.test(target))
      .map(({ method, target }) => `${method} ${target.split('?')[0]?.split('/').at(-1)}`);
  }

  async #control(action: string, body: object): Promise<void> {
    const { status, body: answer } = await control(this.client, action, body);
    if (status !== 200) throw new Error(JSON.stringify(answer));
  }
}

/** The id of the relationship in the link that is for the customer. */
export function relationshipIn(text: string): string {
  const found = /granularAdminRelationships\/([0-9a-f-]+)/.exec(text)?.[1];
  if (!found) throw new Error(`There is no link in:\n${text}`);
  return found;
}
