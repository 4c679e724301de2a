import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { canGrantAccess, searchRoles } from '../../src/catalogue';
import emulated from '../../src/emulator/arm/built-in-roles.json';
import { codesIn } from './diagnostics';
import { customerFile, partnerFile, subscriptions, tenants, users } from './example';
import { emptyProject, finished, removeProjects, type Project } from './project';

afterAll(removeProjects);

/** The emulator has fewer roles than the catalogue. */
const roles = searchRoles('').filter(
  (role) => !canGrantAccess(role) && emulated.some(({ name }) => name === role.name),
);

/** Contoso with sixty grants to people by object id. */
function sixtyGrants(): Project {
  const grants = Array.from({ length: 60 }, (_, index) => {
    const person = Object.values(users)[index % 3];
    const role = roles[Math.floor(index / 3)]?.name;
    return `  production.grant('g${index}', { to: user('${person}'), role: '${role}' });`;
  });
  const file = customerFile('contoso', {
    tenant: tenants.contoso,
    subscriptions: { production: subscriptions.production },
    body: grants.join('\n'),
  });
  return emptyProject({ 'stacks/partner.ts': partnerFile, 'stacks/customers/contoso.ts': file });
}

/** Applies, and kills the process as soon as its journal says that so many changes are done. */
async function killAfter(project: Project, done: number): Promise<number> {
  const journal = project.path('.tilldela/journal/contoso.emulator.jsonl');
  const countDone = () =>
    existsSync(journal) ? readFileSync(journal, 'utf8').split('"event":"done"').length - 1 : 0;
  const child = project.start(['apply', 'contoso', '--auto-approve']);
  const end = finished(child);
  while (countDone() < done && child.exitCode === null) await sleep(1);
  child.kill('SIGKILL');
  await end;
  if (child.signalCode !== 'SIGKILL') throw new Error('the apply ended before it could be killed');
  return countDone();
}

test.concurrent.each([1, 7, 30])(
  'an apply that is killed after %i changes is finished by the next',
  async (done) => {
    const project = sixtyGrants();
    const reached = await killAfter(project, done);
    expect(reached).toBeGreaterThanOrEqual(done);
    expect(reached).toBeLessThan(60);

    const again = await project.run('apply', 'contoso', '--auto-approve');
    expect(again.code).toBe(0);
    expect(codesIn(again.stderr)).toEqual(['apply_interrupted']);
    const [, added] = /Apply complete: (\d+) added/.exec(again.stdout) ?? [];
    expect(Number(added)).toBeLessThanOrEqual(60 - done);

    const after = await project.run('plan', 'contoso', '--detailed-exitcode');
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('No changes.')]);
    expect(after.stdout).toContain('60 assignments are as declared.');
    // What AdminAgents and the automation had before is nobody's declaration: nothing was made twice or left over.
    expect(after.stdout).toContain('Unmanaged access: 2 assignments');

    const third = await project.run('apply', 'contoso', '--auto-approve');
    expect([third.code, third.stderr]).toEqual([0, '']);
  },
);
