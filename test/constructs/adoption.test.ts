import { App } from 'cdktf';
import { group, user, type GrantProps } from '../../src/constructs';
import { setProjectContext } from '../../src/constructs/project-context';
import { emptyLock, naturalKey, type Guid, type Lock, type Scope } from '../../src/model';
import {
  id,
  main,
  msp,
  newStack,
  adminAgents,
  removeTemporaryFolders,
  synthesized,
  temporaryFolder,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const adoptedName = id('f') as Guid;
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' as Guid;
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7' as Guid;

function lockWith(
  constructPath: string,
  role: Guid,
  principalId: string,
  scope = `/subscriptions/${main}`,
): Lock {
  const key = naturalKey({
    tenantId: tenant as Guid,
    scope: scope as Scope,
    role,
    principalId: principalId as Guid,
  });
  const entry = { constructPath, id: `${scope}/x`, name: adoptedName, naturalKey: key };
  return { ...emptyLock('contoso', 'public'), adopted: [entry] };
}

/** The name of the one assignment that is synthesized. */
function nameOf(lock: Lock, props: GrantProps): unknown {
  const app = new App({ outdir: temporaryFolder() });
  setProjectContext(app, 'public', { projectFolder: '', locks: new Map([['contoso', lock]]) });
  const stack = newStack({}, app);
  stack.subscriptions.main.grant('it', props);
  const { azurerm_role_assignment: ordinary, tilldela_role_assignment: foreign } =
    synthesized(stack).resource;
  return (ordinary ?? foreign).main_it.name;
}

const partnerGrant: GrantProps = { to: msp.adminAgents, role: 'Owner', because: 'AOBO' };

test('an adopted grant keeps the name that it has in Azure', () => {
  expect(nameOf(lockWith('contoso/main/it', owner, adminAgents), partnerGrant)).toBe(adoptedName);
});

test('a principal that is known by name is taken to be the adopted one', () => {
  const lock = lockWith('contoso/main/it', reader, id('e'));
  expect(nameOf(lock, { to: user('dana@contoso.com'), role: 'Reader' })).toBe(adoptedName);
});

test.each<[string, Lock, GrantProps]>([
  ['construct path', lockWith('contoso/main/other', owner, adminAgents), partnerGrant],
  ['role', lockWith('contoso/main/it', reader, adminAgents), partnerGrant],
  ['principal', lockWith('contoso/main/it', reader, id('d')), { to: group(id('e')), role: 'Reader' }],
  [
    'scope',
    lockWith('contoso/main/it', owner, adminAgents, `/subscriptions/${main}/resourceGroups/rg`),
    partnerGrant,
  ],
])('another %s gets the computed name', (_what, lock, props) => {
  expect(nameOf(lock, props)).not.toBe(adoptedName);
});
