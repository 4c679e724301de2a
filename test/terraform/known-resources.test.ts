import { readPlanFile } from '../../src/cli/read-plan-file';
import { knownOf } from '../../src/cli/terraform-engine/known-resources';
import type { Session } from '../../src/cli/session';
import { removeProjects } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { contosoProject } from './fleet';

afterAll(removeProjects);

const subscription = `/subscriptions/${id('0002', 1)}`;
const labTeam = id('0004', 1, 1);
const roles = `${subscription}/providers/Microsoft.Authorization/roleDefinitions`;
const named = /(roleDefinitions|Assignments|registrationDefinitions)\/[-0-9a-f]{36}/g;
const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const scheduled = (kind: string, role: string, more = '') =>
  `production.${kind}('${kind}', { to: { type: 'Group', nameOrObjectId: '${labTeam}' }, role: '${role}', because: 'on call'${more} });`;

it('what the embedded engine made is imported by the ids that azurerm takes, and what is revoked is not', async () => {
  const grants = [
    "const operator = contoso.customRole('operator', { roleName: 'Operator', scope: production, actions: ['*/read'], because: 'reads' });",
    "production.grant('reads', { to: msp.helpdeskAgents, role: operator, until: '2099-12-31' });",
    "production.delegate('helpdesk', { offerName: 'Care', authorizations: [{ to: msp.helpdeskAgents, name: 'Helpdesk', role: 'Reader' }] });",
    scheduled('eligible', 'Backup Reader', `, until: '${day}'`),
    scheduled('active', 'Monitoring Reader', `, until: '${day}'`),
  ];
  const project = contosoProject(grants.join('\n'));
  expect(await project.run('apply', 'contoso', '--auto-approve')).toMatchObject({ code: 0 });
  expect(await project.run('plan', 'contoso', '--out', 'plan.json')).toMatchObject({ code: 0 });
  const { plans } = readPlanFile('plan.json', { folder: project.folder } as Session);
  const revoked = new Set(['azurerm_pim_active_role_assignment.production_active']);
  const found = knownOf(plans[0], revoked).map(({ address, id: text }) => [
    address,
    text.replaceAll(named, '$1/NAME'),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    'azurerm_lighthouse_assignment.production_helpdesk': `${subscription}/providers/Microsoft.ManagedServices/registrationAssignments/NAME`,
    'azurerm_lighthouse_definition.production_helpdesk': `${subscription}/providers/Microsoft.ManagedServices/registrationDefinitions/NAME`,
    'azurerm_pim_eligible_role_assignment.production_eligible[0]': `${subscription}|${roles}/NAME|${labTeam}`,
    'azurerm_role_definition.operator': `${roles}/NAME|${subscription}`,
    'tilldela_role_assignment.production_reads[0]': `${subscription}/providers/Microsoft.Authorization/roleAssignments/NAME`,
  });
});
