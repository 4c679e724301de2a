import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codesIn } from './diagnostics';
import { customerFile, partnerFile, subscriptions, tenants, users } from './example';
import { emptyProject, finished, removeProjects, type Project } from './project';

afterAll(removeProjects);

const roleNames = [
  'Reader',
  'Backup Reader',
  'Storage Blob Data Reader',
  'Monitoring Reader',
  'Key Vault Reader',
];

/** Contoso with fifteen grants, on an Azure where each write takes its time. */
function slowProject(milliseconds = 500): Project {
  const grants = Array.from({ length: 15 }, (_, index) => {
    const person = Object.values(users)[index % 3];
    return `  production.grant('g${index}', { to: user('${person}'), role: '${roleNames[Math.floor(index / 3)]}' });`;
  });
  const file = customerFile('contoso', {
    tenant: tenants.contoso,
    subscriptions: { production: subscriptions.production },
    body: grants.join('\n'),
  });
  const project = emptyProject({ 'stacks/partner.ts': partnerFile, 'stacks/customers/contoso.ts': file });
  const slow = { method: 'PUT', action: { kind: 'delay', milliseconds } };
  project.write('.tilldela/emulator/faults.jsonl', JSON.stringify(slow));
  return project;
}

const apply = ['apply', 'contoso', '--auto-approve'];

const journalOf = (project: Project): string => {
  const file = project.path('.tilldela/journal/contoso.emulator.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const count = (project: Project, event: string): number =>
  journalOf(project).split(`"event":"${event}"`).length - 1;

/** An apply that is in the middle of its first changes. */
async function underWay(project: Project) {
  const child = project.start(apply);
  const end = finished(child);
  while (count(project, 'begin') === 0 && child.exitCode === null) await sleep(5);
  return { child, end };
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s lets an apply finish what is under way and begin nothing more',
  async (signal) => {
    const project = slowProject();
    const { child, end } = await underWay(project);
    child.kill(signal);
    const ran = await end;
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('nothing more is begun');
    expect(ran.stdout).toMatch(/Apply incomplete: [1-9]\d* added/);
    expect(count(project, 'done')).toBe(count(project, 'begin'));
    expect(count(project, 'done')).toBeLessThan(15);
    expect(count(project, 'finished')).toBe(1);
    expect(project.has('stacks/customers/contoso.emulator.lock.json')).toBe(true);
    expect(project.has('.tilldela/applying/contoso.json')).toBe(false);

    project.remove('.tilldela/emulator/faults.jsonl');
    const again = await project.run(...apply);
    expect([again.code, codesIn(again.stderr)]).toEqual([0, []]);
  },
);

test('a second Ctrl-C ends an apply at once, and the next one says what was under way', async () => {
  const project = slowProject();
  const { child, end } = await underWay(project);
  child.kill('SIGINT');
  await sleep(100);
  child.kill('SIGINT');
  await end;
  expect(child.signalCode).toBe('SIGINT');
  expect(count(project, 'finished')).toBe(0);

  project.remove('.tilldela/emulator/faults.jsonl');
  const again = await project.run(...apply);
  expect([again.code, codesIn(again.stderr)]).toEqual([0, ['apply_interrupted']]);
  expect(again.stderr).toContain('create azurerm_role_assignment.production_g');
});

test('a second apply of the same customer is refused while the first one runs', async () => {
  const project = slowProject();
  const first = await underWay(project);
  first.child.kill('SIGSTOP'); // a loaded machine may take its time with the second one
  const second = await project.run(...apply);
  first.child.kill('SIGCONT');
  expect([second.code, codesIn(second.stderr)]).toEqual([1, ['apply_running']]);
  expect(second.stderr).toContain(`Process ${first.child.pid} on`);
  expect((await first.end).code).toBe(0);
  expect((await project.run(...apply)).code).toBe(0);
});

test('what a killed apply left behind does not keep the next one out, and what cannot be read does', async () => {
  const project = slowProject();
  const { child, end } = await underWay(project);
  child.kill('SIGKILL');
  await end;
  const claim = project.path('.tilldela/applying/contoso.json');
  expect(existsSync(claim)).toBe(true);
  project.remove('.tilldela/emulator/faults.jsonl');
  expect((await project.run(...apply)).code).toBe(0);

  writeFileSync(claim, '');
  const refused = await project.run(...apply);
  expect([refused.code, codesIn(refused.stderr)]).toEqual([1, ['apply_running']]);
  expect(refused.stderr).toContain('contoso.json');
});
