import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DiagnosticError, Diagnostic } from '../../src/diagnostics';
import { findTool, openStack, ProviderLocks, type Stack } from '../../src/terraform';
import { emptyProject, removeProjects, type Project } from '../cli/project';
import { withTool } from './fleet';

afterAll(removeProjects);

/** A state on a remote machine, with a lock (developer.hashicorp.com/terraform/language/backend/http). */
let lock: { readonly ID: string } | undefined;
let backend: Server;
beforeAll(async () => {
  let state = '';
  backend = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const answer = (status: number, text = '') => response.writeHead(status).end(text);
      if (request.method === 'GET') return answer(state ? 200 : 404, state);
      if (request.method === 'LOCK' && lock) return answer(423, JSON.stringify(lock));
      if (request.method === 'LOCK') lock = JSON.parse(body) as { ID: string };
      else if (request.method === 'UNLOCK') lock = undefined;
      else state = body;
      return answer(200);
    });
  });
  await new Promise<void>((resolve) => void backend.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => void backend.close(resolve)));

/** A stack whose apply says as which process it runs, and then takes its time. */
function slowStack(seconds: number): {
  readonly project: Project;
  readonly stack: Stack;
  readonly end: () => void;
} {
  const address = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/state`;
  const project = emptyProject({
    'stack/cdk.tf.json': JSON.stringify({
      terraform: { backend: { http: { address, lock_address: address, unlock_address: address } } },
      resource: {
        terraform_data: {
          slow: { provisioner: [{ 'local-exec': { command: `echo $PPID > pid; sleep ${seconds}` } }] },
        },
      },
    }),
  });
  const abort = new AbortController();
  const stack = openStack({
    customer: 'contoso',
    folder: project.path('stack'),
    workFolder: project.path('work'),
    tool: findTool(process.env),
    environment: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1' },
    signal: abort.signal,
  });
  return { project, stack, end: () => abort.abort() };
}

/** Applies until Terraform is in the middle of it, does `disturb`, and gives what it said of that. */
async function disturbed(
  { project, stack }: ReturnType<typeof slowStack>,
  disturb: (pid: number) => void,
): Promise<readonly Diagnostic[]> {
  await stack.init(new ProviderLocks());
  const said = stack.apply(await stack.plan([])).then(
    () => [],
    (error: unknown) => (error as DiagnosticError).diagnostics,
  );
  const file = project.path('stack/pid');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(20);
  disturb(Number(readFileSync(file, 'utf8')));
  return said;
}

describe('a run that is disturbed', () => {
  withTool('asked to stop by somebody, says so and leaves no lock', async () => {
    const [found] = await disturbed(slowStack(2), (pid) => process.kill(pid, 'SIGTERM'));
    expect(found).toMatchObject({ code: 'terraform_stopped', customer: 'contoso' });
    expect(lock).toBeUndefined();
  });

  withTool('is asked once to stop when we are, and waited for', async () => {
    const stage = slowStack(2);
    const [found] = await disturbed(stage, stage.end);
    expect(found).toMatchObject({ code: 'terraform_stopped' });
    expect(lock).toBeUndefined();
  });

  withTool('killed, names the stack and the line that releases its lock, which stays', async () => {
    const stage = slowStack(1);
    const [found] = await disturbed(stage, (pid) => process.kill(pid, 'SIGKILL'));
    expect(found).toMatchObject({ code: 'terraform_killed', customer: 'contoso' });
    const id = lock?.ID ?? 'no lock';
    expect(found?.hint).toContain(`-chdir=${stage.project.path('stack')} force-unlock ${id}`);
    await expect(stage.stack.plan([])).rejects.toMatchObject({
      diagnostics: [{ code: 'terraform_locked', detail: expect.stringContaining(id) }],
    });
  });
});
