import { randomUUID } from 'node:crypto';
import { applications, assignmentsPath, id, roleAt, startClient, tenantWith } from './emulator-client';
import type { Client, Reply } from './emulator-client';
import type { EmulatorOptions, Tenant } from '../../src/emulator';

export const tenant = id('0001', 8);
export const group = '/providers/Microsoft.Management/managementGroups/top';
export const sub = `/subscriptions/${id('0002', 8, 1)}`;
export const otherSub = `/subscriptions/${id('0002', 8, 2)}`;
export const rg = `${sub}/resourceGroups/rg-a`;
export const everyone = '00000000-0000-0000-0000-000000000000';

export const builtIn = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  accessAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
} as const;

export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** A tenant full of people who hold nothing until a test gives them something. */
export class AccessWorld {
  #last = 0;

  private constructor(
    readonly client: Client,
    readonly owner: string,
  ) {}

  static async start(
    rest: Partial<Tenant> = {},
    options: Partial<EmulatorOptions> = {},
  ): Promise<AccessWorld> {
    const world = { applications, tenants: [tenantWith(8, { ...inhabited, ...rest }), tenantWith(9, {})] };
    const client = await startClient({ world, pageSize: 1000, ...options });
    return new AccessWorld(client, await client.token(tenant));
  }

  /** Somebody whom no other test has used. */
  async caller(): Promise<Caller> {
    this.#last += 1;
    const name = `user${this.#last}@tenant8.com`;
    return { id: userId(this.#last), name, token: await this.client.emulator.userToken(tenant, name) };
  }

  /** @returns the path of the new role assignment */
  async give(to: string, role: string, scope: string, rest: object = {}): Promise<string> {
    const path = assignmentsPath(scope === '/' ? '' : scope, randomUUID());
    const { status, body } = await this.assign(this.owner, path, { principalId: to, role, ...rest });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return path;
  }

  assign(
    token: string,
    path: string,
    { role, ...rest }: { role: string; principalId: string } & Record<string, unknown>,
  ): Promise<Reply> {
    const properties = { roleDefinitionId: roleAt('', role), ...rest };
    return this.client.call(path, { token, method: 'PUT', body: { properties } });
  }

  list(token: string, scope: string): Promise<Reply> {
    return this.client.call(assignmentsPath(scope), { token });
  }

  get(token: string, path: string, version: string): Promise<Reply> {
    return this.client.call(`${path}?api-version=${version}`, { token });
  }
}

export function userId(number: number): string {
  return id('0003', 8, number);
}

export function codeOf({ status, body }: Reply): [number, string | undefined] {
  return [status, body?.error?.code];
}

const inhabited: Partial<Tenant> = {
  users: Array.from({ length: 60 }, (_, index) => ({
    id: userId(index + 1),
    displayName: `User ${index + 1}`,
    userPrincipalName: `user${index + 1}@tenant8.com`,
  })),
  groups: [
    { id: id('0004', 8, 1), displayName: 'Outer', members: [id('0004', 8, 2)] },
    { id: id('0004', 8, 2), displayName: 'Inner', members: [userId(60)] },
  ],
  managementGroups: [{ id: 'top', displayName: 'Top' }],
  subscriptions: [
    {
      id: id('0002', 8, 1),
      displayName: 'One',
      resourceGroups: ['rg-a', 'rg-b'],
      managementGroup: 'top',
    },
    { id: id('0002', 8, 2), displayName: 'Two', resourceGroups: ['rg-c'] },
  ],
};
