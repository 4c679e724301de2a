import { exampleWorld, type Tenant } from '../../src/emulator';
import { codesIn } from '../cli/diagnostics';
import { removeProjects, type Ran } from '../cli/project';
import { addFaults, control, id, tenantWith } from '../emulator/emulator-client';
import { PartnerDesk } from './partner-desk';

const day = 24 * 3600;
const reseller = { resellers: [id('0001', 0)] };
/** Two customers that Partner Center shows with one domain: one took over the other. */
const adatum = [71, 72].map((number) => tenantWith(number, { domains: ['adatum.com'], ...reseller }));
/** A tenant with somebody who can accept. */
const proseware: Tenant = tenantWith(73, {
  domains: ['proseware.com'],
  users: [{ id: id('0003', 73), displayName: 'Ada', userPrincipalName: 'ada@proseware.com' }],
  globalAdministrators: [id('0003', 73)],
});

let desk: PartnerDesk;
beforeAll(async () => {
  desk = await PartnerDesk.open({
    ...exampleWorld,
    tenants: [...exampleWorld.tenants, ...adatum, proseware],
  });
  desk.project.write('ci-token', 'of nobody');
});
afterAll(async () => {
  await desk.close();
  removeProjects();
});

/** What was asked for in Azure so far that changes anything. */
async function writes(): Promise<string[]> {
  const { body } = await control(desk.client, 'GET requests');
  const lines = String(body ?? '')
    .split('\n')
    .filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as { method: string; target: string })
    .filter(({ method, target }) => method !== 'GET' && /tenantRelationships|^\/v1\//.test(target))
    .map(({ method, target }) => `${method} ${target}`);
}

interface Refused {
  /** The one diagnostic. */
  readonly code: string;
  /** The line or sentence that says what to do. */
  readonly next: string;
  readonly exit?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** That the command says so, and leaves Azure and the customers' files as they are. */
async function refuses(line: string, { code, next, exit = 1, environment = {} }: Refused): Promise<Ran> {
  const before = await writes();
  const ran = await desk.project.runWith(environment, ...line.split(' '));
  expect([ran.code, codesIn(ran.stderr)]).toEqual([exit, [code]]);
  expect(ran.stderr).toContain(next);
  expect(ran.stderr).not.toMatch(/^\s+at /m);
  expect(await writes()).toEqual(before);
  expect(desk.project.has('stacks/customers')).toBe(false);
  return ran;
}

async function run(line: string, exit: number): Promise<string> {
  const { code, stdout, stderr } = await desk.project.run(...line.split(' '));
  if (code !== exit) throw new Error(`tilldela ${line}: exit code ${code}\n${stderr}`);
  return stdout;
}

async function request(): Promise<string> {
  const shown = await run('relationship request proseware.com --auto-approve', 2);
  return /granularAdminRelationships\/(\S+)/.exec(shown)?.[1] ?? '';
}

const decide = (relationship: string, action: 'approve' | 'reject') =>
  control(desk.client, 'POST delegated-admin', { relationship, action });
const advance = (seconds: number) => control(desk.client, 'POST clock', { advanceSeconds: seconds });

const sam = { TILLDELA_EMULATOR_USER: 'sam@northwind.com' };

describe('a command that cannot go on says the next step, and nothing is half done', () => {
  test('a customer that is not there', async () => {
    const next = 'tilldela relationship request woodgrove.com';
    await refuses('customers add woodgrove.com', { code: 'customer_not_found', next });
    await refuses('relationship status nobody', { code: 'customer_not_found', next: 'tilldela customers' });
  });

  test('two customers with one domain', async () => {
    const { stderr } = await refuses('customers add adatum.com', {
      code: 'customer_ambiguous',
      next: 'Say the id of the tenant',
    });
    for (const { id: tenant } of adatum) expect(stderr).toContain(tenant);
  });

  test.each(['customers', 'customers add contoso.com'])(
    'a person without a second factor: %s',
    async (line) => {
      const environment = { ...sam, TILLDELA_EMULATOR_MFA: 'no' };
      await refuses(line, { code: 'second_factor_missing', next: 'multifactor', environment });
    },
  );

  test('an application without consent', async () => {
    const environment = {
      TILLDELA_EMULATOR_CLIENT_ID: id('0006', 9),
      TILLDELA_EMULATOR_TOKEN_FILE: desk.project.path('ci-token'),
    };
    const next = 'tilldela explain consent_missing';
    await refuses('customers add contoso.com', { code: 'consent_missing', next, environment });
  });

  test('Partner Center that throttles for longer than anybody waits', async () => {
    const action = { kind: 'status', status: 429, retryAfter: 600 };
    await addFaults(desk.client, { path: '/v1/customers', nth: 1, action });
    await refuses('customers add contoso.com', { code: 'partner_center_throttled', next: 'Wait' });
  });
});

test('a relationship from request to end: pending, lapsed, declined, active, terminated, expired', async () => {
  const again = 'tilldela relationship request proseware.com';
  const ended = { next: again };
  await refuses('relationship apply proseware.com', { code: 'relationship_missing', ...ended });

  const first = await request();
  const pending = { code: 'relationship_pending', next: first };
  await refuses('relationship status proseware.com', { ...pending, exit: 2 });
  await refuses('relationship apply proseware.com --auto-approve', { ...pending, exit: 2 });
  await refuses('relationship terminate proseware.com --auto-approve', {
    code: 'relationship_refused',
    next: first,
  });
  const late = 'relationship watch proseware.com --timeout 0.001';
  await refuses(late, { code: 'watch_timed_out', next: 'relationship watch proseware.com --timeout' });

  await decide(await request(), 'reject');
  await refuses('relationship status proseware.com', { code: 'relationship_declined', ...ended });
  await refuses('relationship watch proseware.com', { code: 'relationship_declined', ...ended });

  await request();
  await advance(90 * day);
  await refuses('relationship status proseware.com', { code: 'relationship_lapsed', ...ended });
  await refuses('relationship watch proseware.com', { code: 'relationship_lapsed', ...ended });

  desk.project.edit(
    'stacks/partner.ts',
    "Administrator'] } }",
    "Administrator'] }, autoExtend: false, days: 30 }",
  );
  await decide(await request(), 'approve');
  expect(await run('relationship watch proseware.com --auto-approve', 0)).toContain('Cloud engineers has');
  expect(await run('relationship apply proseware.com', 0)).toContain('groups have what is declared');
  await refuses('relationship extend proseware.com', { code: 'usage', next: '--auto-approve' });
  await advance(31 * day);
  await refuses('relationship status proseware.com', { code: 'relationship_expired', ...ended });
  await refuses('relationship extend proseware.com --auto-approve', {
    code: 'relationship_expired',
    ...ended,
  });

  await decide(await request(), 'approve');
  await run('relationship watch proseware.com --auto-approve', 0);
  expect(await run('relationship extend proseware.com --auto-approve', 0)).toContain('extends itself');
  await run('relationship terminate proseware.com --auto-approve', 0);
  await advance(3);
  await refuses('relationship status proseware.com', { code: 'relationship_terminated', ...ended });
  await refuses('relationship apply proseware.com', { code: 'relationship_terminated', ...ended });
});
