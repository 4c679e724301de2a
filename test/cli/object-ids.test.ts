import { codesIn, diagnosticsIn, flat } from './diagnostics';
import { customerFile, firstBodyLine, partnerFile, subscriptions, tenants, users } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const mistyped = users.dana.replace(/01$/, '11');

function contosoGranting(to: string, until = ''): Project {
  const file = customerFile('contoso', {
    tenant: tenants.contoso,
    subscriptions: { production: subscriptions.production },
    body: `  production.grant('shop', { to: user('${users.dana}'), role: 'Reader' });
  production.grant('web', { to: ${to}, role: 'Reader'${until && `, until: '${until}'`} });`,
  });
  return emptyProject({ 'stacks/partner.ts': partnerFile, 'stacks/customers/contoso.ts': file });
}

test.concurrent('a mistyped object id stops the customer before anything is granted to nobody', async () => {
  const project = contosoGranting(`user('${mistyped}')`);
  const applied = await project.run('apply', 'contoso', '--auto-approve');
  expect(applied.code).toBe(1);
  const [error] = diagnosticsIn(applied.stdout);
  expect(error).toMatchObject({
    code: 'principal_not_found',
    place: `at contoso/production/web (stacks/customers/contoso.ts:${firstBodyLine + 1})`,
  });
  expect(flat(error?.text ?? '')).toContain(flat(`Did you mean ${users.dana}, the user dana@contoso.com?`));
  expect(applied.stdout).not.toContain('Apply complete');
});

test.concurrent.each([
  ['a name', "user('eve@contoso.com')"],
  ['an object id', `user('${mistyped}')`],
])('a grant that has ended needs nobody any more: %s that is not found stops nothing', async (_how, to) => {
  const applied = await contosoGranting(to, '2026-01-31').run('apply', 'contoso', '--auto-approve');
  expect([applied.code, codesIn(applied.stdout)]).toEqual([0, ['grant_expired']]);
  expect(applied.stdout).toContain('1 added');
});

test.concurrent('an object id of another kind of principal is an error of the plan', async () => {
  const planned = await contosoGranting(`group('${users.lee}')`).run('plan', 'contoso');
  expect(planned.code).toBe(1);
  expect(codesIn(planned.stdout)).toEqual(['principal_type_differs']);
});

test.concurrent('what a directory that refuses cannot check is said, and planned', async () => {
  const project = contosoGranting(`user('${mistyped}')`);
  const refusing = { path: '/v1.0/**', action: { kind: 'status', status: 403 } };
  project.write('.tilldela/emulator/faults.jsonl', JSON.stringify(refusing));
  const planned = await project.run('plan', 'contoso');
  expect(planned.code).toBe(0);
  expect(codesIn(planned.stdout)).toEqual(['directory_unread', 'principals_unchecked']);
  expect(planned.stdout).toContain('2 to add');
});
