/** Ids of the example world that the tests name; see src/emulator/world/example-id.ts. */
export const tenants = {
  contoso: 'e0e0e0e0-0001-4000-8000-000001000001',
  fabrikam: 'e0e0e0e0-0001-4000-8000-000002000001',
  woodgrove: 'e0e0e0e0-0001-4000-8000-000003000001',
  tailspin: 'e0e0e0e0-0001-4000-8000-000004000001',
  wingtip: 'e0e0e0e0-0001-4000-8000-000005000001',
} as const;

export const subscriptions = {
  production: 'e0e0e0e0-0002-4000-8000-000001000001',
  sandbox: 'e0e0e0e0-0002-4000-8000-000001000002',
  fabrikam: 'e0e0e0e0-0002-4000-8000-000002000001',
  woodgrove: 'e0e0e0e0-0002-4000-8000-000003000001',
  tailspin: 'e0e0e0e0-0002-4000-8000-000004000001',
  wingtip: 'e0e0e0e0-0002-4000-8000-000005000001',
} as const;

export const users = {
  dana: 'e0e0e0e0-0003-4000-8000-000001000001',
  lee: 'e0e0e0e0-0003-4000-8000-000001000002',
  audit: 'e0e0e0e0-0003-4000-8000-000001000003',
  noor: 'e0e0e0e0-0003-4000-8000-000002000002',
} as const;

export const roleIds = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
} as const;

export const partnerFile = `import { definePartner } from 'tilldela';

export const msp = definePartner({
  tenant: 'e0e0e0e0-0001-4000-8000-000000000001',
  owner: 'e0e0e0e0-0007-4000-8000-000000000001',
  adminAgents: 'e0e0e0e0-0004-4000-8000-000000000001',
  helpdeskAgents: 'e0e0e0e0-0004-4000-8000-000000000002',
});
`;

interface Customer {
  readonly tenant: string;
  readonly subscriptions: Readonly<Record<string, string>>;
  /** Statements after the stack is made; its aliases are in scope. */
  readonly body: string;
}

/** Line of the first statement of `body` in the text that `customerFile` makes. */
export const firstBodyLine = 14;

/** A customer's file as a person writes it. */
export function customerFile(name: string, { tenant, subscriptions: ids, body }: Customer): string {
  return `import { aobo, CustomerStack, group, servicePrincipal, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const stack = new CustomerStack(app, '${name}', {
    partner: msp,
    tenant: '${tenant}',
    subscriptions: ${JSON.stringify(ids)},
    reads: aobo(),
    writes: aobo(),
  });
  const { ${Object.keys(ids).join(', ')} } = stack.subscriptions;

${body}
};
`;
}
