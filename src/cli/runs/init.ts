import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { projectFiles } from '../project-files';
import type { Session } from '../session';
import { packageFolder, productVersion } from '../version';

/** The owner of the example fleet, which a repository of one's own must not share. */
const exampleOwner = 'e0e0e0e0-0007-4000-8000-000000000001';

/** Parts of the example fleet that a new repository begins with. */
const exampleFiles = [
  'stacks/partner.ts',
  'stacks/profiles/managed-service.ts',
  'stacks/customers/contoso.ts',
];

/** `tilldela init [folder]`: a partner's repository in miniature. Keeps every file that is there already. */
export function runInit({ folder }: { readonly folder: string }, session: Session): ExitCode {
  const { terminal } = session;
  const target = path.resolve(session.folder, folder);
  const owner = randomUUID();
  const files = new Map([
    ...projectFiles({ name: path.basename(target), version: productVersion(), projectId: randomUUID() }),
    ...exampleFiles.map((name): [string, string] => {
      const text = readFileSync(path.join(packageFolder(), name), 'utf8');
      return [name, text.replace(exampleOwner, owner)];
    }),
  ]);
  for (const [name, text] of files) {
    const file = path.join(target, name);
    if (existsSync(file)) {
      terminal.data(`kept     ${name}`);
      continue;
    }
    writeNew(file, text);
    terminal.data(`written  ${name}`);
  }
  terminal.message(nextSteps(folder, target));
  return exitCodes.done;
}

function writeNew(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    fail('usage', { detail: `The project cannot be made there: ${(error as Error).message}.` });
  }
}

function nextSteps(folder: string, target: string): string {
  const isInstalled = existsSync(path.join(target, 'node_modules', 'tilldela'));
  const steps = [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    ...(isInstalled ? [] : ['npm install']),
    ...(hasTypecheck(target)
      ? []
      : ['npm install --save-dev typescript@~6.0.3', 'npm pkg set scripts.typecheck=tsc   # CI runs it']),
    'npx tilldela access contoso   # who has access now',
    'npx tilldela plan             # what your declaration would change',
    'npx tilldela apply --all',
  ];
  return `\nThe example customer lives in the local emulator. Try:\n\n  ${steps.join('\n  ')}\n\nThen put your own ids into stacks/partner.ts and a file per customer into\nstacks/customers, and set "cloud" to "public" in cdktf.json.`;
}

/** False where `npm install tilldela` made the package.json, which is kept: the workflow then lacks its script. */
function hasTypecheck(target: string): boolean {
  return readFileSync(path.join(target, 'package.json'), 'utf8').includes('"typecheck"');
}
