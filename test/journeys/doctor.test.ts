import { exampleWorld, type Tenant, type World } from '../../src/emulator';
import { removeProjects } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { PartnerDesk } from './partner-desk';

afterAll(removeProjects);

const production = id('0002', 1);

function stack(channel: 'aobo' | 'inTenant' | 'lighthouse'): string {
  return `import { CustomerStack, ${channel}, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '${id('0001', 1)}',
    subscriptions: { production: '${production}' },
    reads: ${channel}(),
    writes: ${channel}(),
  });
};
`;
}

/** The example's world with one tenant changed. */
function worldWith(name: string, change: (tenant: Tenant) => Partial<Tenant>): World {
  const tenants = exampleWorld.tenants.map((tenant) =>
    tenant.displayName === name ? { ...tenant, ...change(tenant) } : tenant,
  );
  return { ...exampleWorld, tenants };
}

const withoutMembers = (group: string) =>
  worldWith('Northwind Cloud', ({ groups = [] }) => ({
    groups: groups.map((each) => (each.displayName === group ? { ...each, members: [] } : each)),
  }));

interface Broken {
  readonly channel: 'aobo' | 'inTenant' | 'lighthouse';
  readonly world: World;
  readonly by?: 'application';
  /** Links that are missing, and who mends them: the cause, and what cannot hold without it. */
  readonly missing: Readonly<Record<string, string>>;
  readonly next?: string;
}

const partnersAdmin = "the partner's administrator";
const customersAdmin = "the customer's Global Administrator";
const owner = "an Owner of the customer's subscription";
const aoboSignIn = 'sign-in for reads and writes (aobo)';

const broken: Readonly<Record<string, Broken>> = {
  'the reseller relationship': {
    channel: 'aobo',
    world: worldWith('Contoso', () => ({ resellers: [], azurePlans: [] })),
    missing: { 'reseller relationship': `somebody of the partner, at a terminal, and ${customersAdmin}` },
    next: 'tilldela relationship request contoso',
  },
  'a role for a group in the relationship': {
    channel: 'aobo',
    world: worldWith('Northwind Cloud', () => ({ delegatedAdminAccessAssignments: [] })),
    missing: {
      [aoboSignIn]: `${partnersAdmin} and ${customersAdmin}`,
      'relationship (GDAP)': partnersAdmin,
    },
    next: 'tilldela relationship apply contoso',
  },
  'the person in a group with a role': {
    channel: 'aobo',
    world: withoutMembers('Cloud engineers'),
    missing: { [aoboSignIn]: `${partnersAdmin} and ${customersAdmin}`, 'your groups': partnersAdmin },
  },
  'the person in AdminAgents': {
    channel: 'aobo',
    world: withoutMembers('AdminAgents'),
    missing: { 'your groups': partnersAdmin },
  },
  'AdminAgents in the subscription': {
    channel: 'aobo',
    world: worldWith('Contoso', () => ({ roleAssignments: [] })),
    missing: { 'AdminAgents in production': owner },
    next: `az role assignment create --assignee-object-id ${id('0004', 0)} --assignee-principal-type ForeignGroup --role Owner --scope /subscriptions/${production}`,
  },
  'a lock that forbids removals': {
    channel: 'aobo',
    world: worldWith('Contoso', () => ({
      managementLocks: [{ name: 'keep', scope: `/subscriptions/${production}`, level: 'CanNotDelete' }],
    })),
    missing: { 'changing access in production': owner },
  },
  'the consent to the application': {
    channel: 'inTenant',
    by: 'application',
    world: worldWith('Contoso', () => ({ servicePrincipals: [] })),
    missing: {
      'sign-in for reads and writes (in-tenant)': `somebody of the partner, at a terminal, or ${customersAdmin}`,
    },
    next: 'tilldela bootstrap contoso',
  },
  'the right of the application': {
    channel: 'inTenant',
    by: 'application',
    world: worldWith('Contoso', ({ roleAssignments = [] }) => ({
      roleAssignments: roleAssignments.filter(({ principalType }) => principalType !== 'ServicePrincipal'),
    })),
    missing: { 'reading production': owner, 'changing access in production': owner },
  },
  'a person to act over AOBO': {
    channel: 'aobo',
    by: 'application',
    world: worldWith('Contoso', ({ roleAssignments = [] }) => ({
      roleAssignments: roleAssignments.filter(({ principalType }) => principalType !== 'ServicePrincipal'),
    })),
    missing: {
      'reading production': owner,
      'changing access in production': 'somebody of the partner, at a terminal',
    },
  },
  'the delegation by Azure Lighthouse': {
    channel: 'lighthouse',
    by: 'application',
    world: exampleWorld,
    // Nor would a delegation let anybody change access.
    missing: { 'reading production': owner, 'changing access in production': owner },
  },
};

test.concurrent.each(Object.entries(broken))(
  'without %s the doctor names it, and who can mend it',
  async (_what, given) => {
    const desk = await PartnerDesk.open(given.world);
    desk.project.write('stacks/customers/contoso.ts', stack(given.channel));
    const partner = desk.project.read('stacks/partner.ts').replace(/ {2}relationship: .*\n/, '');
    desk.project.write('stacks/partner.ts', partner);
    const run = given.by ? desk.project.run('doctor', '--json') : desk.tilldela('doctor --json');
    const { code, stdout } = await run;
    await desk.close();

    expect(code).toBe(1);
    const { customers } = JSON.parse(stdout) as { customers: [{ links: Link[] }] };
    const { links } = customers[0];
    const missing = links.filter(({ outcome }) => outcome === 'missing');
    expect(Object.fromEntries(missing.map(({ link, mendedBy }) => [link, mendedBy]))).toEqual(given.missing);
    if (given.next !== undefined) expect(missing.map(({ next }) => next)).toContain(given.next);
    // What rests on a missing link is not found wanting as well.
    const others = links.filter(({ outcome }) => outcome === 'unknown').map(({ mendedBy }) => mendedBy);
    expect(others.filter(Boolean)).toEqual([]);
  },
);

interface Link {
  readonly link: string;
  readonly outcome: string;
  readonly mendedBy: string | null;
  readonly next: string | null;
}
