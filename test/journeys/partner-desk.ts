import { exampleWorld, startEmulator, type Tenant, type World } from '../../src/emulator';
import { emptyProject, type Project, type Ran } from '../cli/project';
import { clientOf, control, id, roleAt, roles, type Client, type Reply } from '../emulator/emulator-client';

const partnerFile = `import { definePartner } from 'tilldela';

export const msp = definePartner({
  tenant: '${id('0001', 0)}',
  owner: '${id('0007', 0)}',
  adminAgents: '${id('0004', 0)}',
  relationship: { roles: { 'Cloud engineers': ['Directory Readers', 'Cloud Application Administrator'] } },
});
`;

/** Sold to, with a subscription as Azure makes it for a partner, and without delegated admin. */
export const litware: Tenant = {
  id: id('0001', 74),
  displayName: 'Litware',
  domains: ['litware.com'],
  users: [{ id: id('0003', 74), displayName: 'Ada', userPrincipalName: 'ada@litware.com' }],
  globalAdministrators: [id('0003', 74)],
  resellers: [id('0001', 0)],
  azurePlans: [
    {
      id: id('0013', 74),
      reseller: id('0001', 0),
      status: 'active',
      creationDate: '2026-01-05T08:00:00.0000000Z',
      entitlements: [{ id: id('0002', 74), friendlyName: 'Litware core', status: 'active' }],
    },
  ],
  subscriptions: [{ id: id('0002', 74), displayName: 'Litware core', resourceGroups: ['rg-core'] }],
  roleAssignments: [
    {
      name: id('0008', 74),
      scope: `/subscriptions/${id('0002', 74)}`,
      roleDefinitionId: roles.owner,
      principalId: id('0004', 0),
      principalType: 'ForeignGroup',
    },
  ],
};

/** The desk of a person of the partner, who is in AdminAgents and has a second factor. */
export class PartnerDesk {
  private constructor(
    readonly project: Project,
    readonly client: Client,
  ) {}

  static async open(world: World = exampleWorld): Promise<PartnerDesk> {
    const project = emptyProject({ 'stacks/partner.ts': partnerFile });
    const emulator = await startEmulator({ folder: project.path('.tilldela/emulator'), world });
    return new PartnerDesk(project, clientOf(emulator));
  }

  /** Who signs in: Sam. */
  readonly environment = { TILLDELA_EMULATOR_USER: 'sam@northwind.com' };

  /** Runs `tilldela …` as Sam. */
  tilldela(line: string): Promise<Ran> {
    return this.project.runWith(this.environment, ...line.split(' '));
  }

  /** What the customer does in its admin centre. */
  async customerAccepts(relationship: string): Promise<void> {
    const answer = await control(this.client, 'POST delegated-admin', { relationship, action: 'approve' });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }

  /** The customer's own person gives somebody Reader, in the portal. */
  async givesReader(
    person: { tenant: string; name: string },
    to: string,
    subscription: string,
  ): Promise<Reply> {
    const token = await this.client.emulator.userToken(person.tenant, person.name);
    const scope = `/subscriptions/${subscription}`;
    return this.client.call(
      `${scope}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 900)}?api-version=2022-04-01`,
      {
        method: 'PUT',
        token,
        headers: { 'Content-Type': 'application/json' },
        body: { properties: { roleDefinitionId: roleAt(scope, roles.reader), principalId: to } },
      },
    );
  }

  close(): Promise<void> {
    return this.client.emulator.close();
  }
}
