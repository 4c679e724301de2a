import { existsSync } from 'node:fs';
import path from 'node:path';
import { emptyProject, type Project } from '../cli/project';
import { id } from '../emulator/emulator-client';

/** The program on the PATH that tests of `--engine terraform` run; they are skipped without one. */
const tool = ['terraform', 'tofu'].find((name) =>
  (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, name))),
);
if (!tool)
  process.stderr.write('Skipped: --engine terraform, as neither terraform nor tofu is on the PATH.\n');
export const withTool = tool ? test : test.skip;

export const partnerFile = `import { definePartner } from 'tilldela';
export const msp = definePartner({
  tenant: '${id('0001', 0)}', owner: '${id('0009', 0)}', adminAgents: '${id('0004', 0, 1)}', helpdeskAgents: '${id('0004', 0, 2)}',
});
`;

/** A project of the customer Contoso, whose file makes these grants; only our own provider is needed for it. */
export function contosoProject(grants: string): Project {
  return emptyProject({
    'stacks/partner.ts': partnerFile,
    'stacks/customers/contoso.ts': contosoFile(grants),
  });
}

export function contosoFile(grants: string): string {
  return `import { CustomerStack, inTenant, type App } from 'tilldela';
import { msp } from '../partner';
export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp, tenant: '${id('0001', 1)}', subscriptions: { production: '${id('0002', 1)}' }, reads: inTenant(), writes: inTenant(),
  });
  const { production } = contoso.subscriptions;
  // azurerm comes from a registry
  contoso.addOverride('provider.azurerm', undefined);
  contoso.addOverride('terraform.required_providers.azurerm', undefined);
  ${grants}
};
`;
}
