import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Asked, Question } from './ask-graph';
import { application, applications, id, startClient, tenantWith } from './emulator-client';
import type { Client, Json } from './emulator-client';

const people = 25; // more than a page
const person = (number: number): string => id('0003', 8, number);
const [inner, outer] = [id('0004', 8, 1), id('0004', 8, 2)];
const world = {
  applications,
  tenants: [
    tenantWith(8, {
      users: Array.from({ length: people }, (_, index) => ({
        id: person(index + 1),
        displayName: `Person ${index + 1}`,
        userPrincipalName: `person${index + 1}@tenant8.com`,
        mail: `person${index + 1}@tenant8.com`,
      })),
      groups: [
        { id: inner, displayName: 'Operators', members: [person(1), person(2)] },
        { id: outer, displayName: "Team o'night", members: [inner, person(3)] },
      ],
    }),
  ],
};

const questions = {
  user: { path: '/users/person7@tenant8.com', select: 'id,displayName' },
  group: { path: '/groups', filter: "displayName eq 'Team o''night'", select: 'id' },
  servicePrincipal: { path: '/servicePrincipals', filter: `appId eq '${application.clientId}'` },
  startingWith: { path: '/users', filter: "startswith(displayName,'Person 1')", top: 5 },
  byIds: {
    path: '/directoryObjects/getByIds',
    post: { ids: [person(1), inner, id('0005', 8), id('0003', 99)], types: ['user', 'group'] },
  },
  members: { path: `/groups/${outer}/members` },
  transitiveMembers: { path: `/groups/${outer}/transitiveMembers` },
  everybody: { path: '/users', top: 10, everyPage: true },
  firstPage: { path: '/users', top: 10 },
  nobody: { path: '/users/nobody@tenant8.com' },
  badFilter: { path: '/users', filter: 'displayName near 7' },
} satisfies Record<string, Question>;

let client: Client;
let folder: string;
let told: Record<keyof typeof questions, Json>;
beforeAll(async () => {
  client = await startClient({ world });
  folder = mkdtempSync(path.join(tmpdir(), 'tilldela-graph-'));
  const answers = await askGraph(Object.values(questions));
  told = Object.fromEntries(
    Object.keys(questions).map((name, index) => [name, answers[index]]),
  ) as typeof told;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await client.emulator.close();
});

/** As a user would run it: another process, told of the authority by its environment alone. */
async function askGraph(asked: readonly Question[]): Promise<Json[]> {
  const authority = path.join(folder, 'ca.pem');
  writeFileSync(authority, client.emulator.caCertificate);
  const file = JSON.stringify(path.join(__dirname, 'ask-graph.ts'));
  const script = `require('jiti').createJiti(${JSON.stringify(__filename)}, { fsCache: false }).import(${file});`;
  const options = {
    cwd: path.resolve(__dirname, '../..'),
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority },
  };
  const running = promisify(execFile)(process.execPath, ['-e', script], options);
  const request: Asked = {
    origin: client.emulator.origin,
    tenantId: id('0001', 8),
    clientId: application.clientId,
    clientSecret: application.secret,
    questions: asked,
  };
  running.child.stdin?.end(JSON.stringify(request));
  return JSON.parse((await running).stdout) as Json[];
}

const idsOf = (entries: Json[]): string[] => entries.map((entry) => String(entry.id)).sort();

describe('@microsoft/microsoft-graph-client', () => {
  it('reads a user by name, with the selected properties', () => {
    expect(told.user).toMatchObject({ id: person(7), displayName: 'Person 7' });
    expect(told.user).not.toHaveProperty('mail');
  });

  it('finds a group by a name with a quote in it, and the service principal of an application', () => {
    expect(told.group.value).toEqual([{ id: outer }]);
    expect(idsOf(told.servicePrincipal.value)).toEqual([id('0005', 8)]);
  });

  it('resolves ids of the types asked for', () => {
    expect(told.byIds.value).toMatchObject([
      { '@odata.type': '#microsoft.graph.user', id: person(1) },
      { '@odata.type': '#microsoft.graph.group', id: inner },
    ]);
  });

  it('reads the members of a group, and those of its groups', () => {
    expect(idsOf(told.members.value)).toEqual([person(3), inner].sort());
    expect(idsOf(told.transitiveMembers.value)).toEqual([person(1), person(2), person(3), inner].sort());
  });

  it('goes through all pages', () => {
    expect(told.firstPage.value).toHaveLength(10);
    expect(told.firstPage['@odata.nextLink']).toContain(`${client.emulator.origin}/v1.0/users?`);
    expect(idsOf(told.everybody)).toHaveLength(people);
    expect(told.startingWith.value).toHaveLength(5);
  });

  it('tells what was wrong as GraphError with the code of the service', () => {
    expect(told.nobody.failure).toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound' });
    expect(told.badFilter.failure).toMatchObject({ statusCode: 400, code: 'BadRequest' });
    expect(told.nobody.failure.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
