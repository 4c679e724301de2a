import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import {
  CustomerStack,
  definePartner,
  synthesizeCustomers,
  type CustomerStackProps,
} from '../../src/constructs';
import type { Cloud, Lock } from '../../src/model';
import { aobo } from '../../src/channels';

/** Ids that are easy to tell apart in a failure. */
export const id = (kind: string) => `${kind.repeat(8)}-0000-4000-8000-000000000000`;

export const partnerTenant = id('1');
export const owner = id('2');
export const adminAgents = id('3');
export const helpdeskAgents = id('4');
export const tenant = id('5');
export const main = id('6');
export const lab = id('7');

export const msp = definePartner({ tenant: partnerTenant, owner, adminAgents, helpdeskAgents });

const folders: string[] = [];

/** A folder that is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-constructs-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function newApp(cloud: string | undefined = 'public'): App {
  return new App({ outdir: temporaryFolder(), context: cloud === undefined ? {} : { cloud } });
}

type Alias = 'main' | 'lab';

export function newStack(
  props: Partial<CustomerStackProps<Alias>> = {},
  app = newApp(),
): CustomerStack<Alias> {
  return new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant,
    subscriptions: { main, lab },
    reads: aobo(),
    writes: aobo(),
    ...props,
  });
}

/** What the stack is written as, parsed. */
export function synthesized(stack: CustomerStack) {
  const app = stack.node.root as App;
  app.synth();
  return JSON.parse(readFileSync(path.join(app.outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8'));
}

/** Writes a project of these files, by relative path. */
export function newProject(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

interface ProjectOptions {
  readonly customers: readonly string[];
  readonly cloud?: Cloud;
  readonly locks?: ReadonlyMap<string, Lock>;
  readonly outdir?: string;
  readonly prune?: boolean;
}

export function synthesizeProject(projectFolder: string, options: ProjectOptions) {
  const {
    customers,
    cloud = 'public',
    locks = new Map(),
    outdir = path.join(projectFolder, 'cdktf.out'),
  } = options;
  return synthesizeCustomers({
    projectFolder,
    outdir,
    cloud,
    locks,
    prune: options.prune ?? false,
    files: customers.map((customer) => ({
      customer,
      file: path.join(projectFolder, 'customers', `${customer}.ts`),
    })),
  });
}
