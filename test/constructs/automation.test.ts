import { application, group } from '../../src/constructs';
import { inTenant } from '../../src/channels';
import { id, lab, main, newStack, removeTemporaryFolders, synthesized } from './support';

afterAll(removeTemporaryFolders);

const people = group(id('9'));
const roleIds = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
};

/** What the stack gives to its automation, by the scope. */
function rightsIn(stack: ReturnType<typeof newStack>): Readonly<Record<string, { condition: string }>> {
  const { resource = {} } = synthesized(stack);
  const all = Object.entries<{ scope: string; condition: string }>(resource.azurerm_role_assignment ?? {});
  return Object.fromEntries(
    all.flatMap(([name, each]) => (name.includes('automation') ? [[each.scope, each]] : [])),
  );
}

const automated = () => newStack({ writes: inTenant(), automation: application(id('8')) });

test('the automation may give, in each subscription, the roles that are granted there and cannot change access', () => {
  const stack = automated();
  stack.subscriptions.main.grant('owners', { to: people, role: 'Owner', because: 'AOBO' });
  stack.subscriptions.main.grant('readers', { to: people, role: 'Reader' });
  stack.subscriptions.lab.resourceGroup('rg').grant('builders', { to: people, role: 'Contributor' });
  const rights = rightsIn(stack);
  const [inMain = '', inLab = ''] = [main, lab].map((each) => rights[`/subscriptions/${each}`]?.condition);
  expect(inMain).toContain(roleIds.reader);
  expect(inMain).not.toContain(roleIds.owner);
  expect(inMain).not.toContain(roleIds.contributor);
  expect(inLab).toContain(roleIds.contributor);
  expect(inLab).not.toContain(roleIds.reader);
});

test('where it may give nothing it is given nothing, and completing the stack again gives nothing more', () => {
  const stack = automated();
  stack.subscriptions.main.grant('owners', { to: people, role: 'Owner', because: 'AOBO' });
  stack.subscriptions.lab.grant('readers', { to: people, role: 'Reader' });
  stack.completeAutomation();
  expect(Object.keys(rightsIn(stack))).toEqual([`/subscriptions/${lab}`]);
});

test('a stack without automation gives it nothing', () => {
  const stack = newStack({ writes: inTenant() });
  stack.subscriptions.main.grant('readers', { to: people, role: 'Reader' });
  expect(rightsIn(stack)).toEqual({});
});
