import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exampleWorld, findRunningEmulator, startEmulator } from '../../emulator';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { projectFiles } from '../project-files';
import type { Session } from '../session';
import { emulatorFailed, emulatorFolderOf } from '../target';
import { workInThePortal } from '../tour-portal';
import { packageFolder, productVersion } from '../version';
import { runAccess } from './access';
import { runApply } from './apply';
import { runDrift } from './drift';
import { runPlan } from './plan';
import { runSynth } from './synth';

/** One station of the tour: what the reader is told, the command as they would type it, and what runs. */
interface Station {
  readonly title: string;
  readonly text: string;
  readonly command?: string;
  readonly run: (session: Session) => Promise<ExitCode | void>;
}

/** `tilldela tour`: the example fleet through access, plan, apply and drift, on an emulator as it was at first. */
export async function runTour(_asked: unknown, outer: Session): Promise<ExitCode> {
  const session = { ...outer, folder: exampleFolder(outer) };
  resetExample(session.folder);
  const emulatorFolder = emulatorFolderOf(session.folder);
  if (await findRunningEmulator(emulatorFolder)) {
    fail('usage', {
      detail: 'The tour starts an emulator of its own.',
      hint: 'End the running one first (Ctrl-C).',
    });
  }
  rmSync(emulatorFolder, { recursive: true, force: true });
  const emulator = await startEmulator({ folder: emulatorFolder, world: exampleWorld }).catch(emulatorFailed);
  const { terminal } = session;
  terminal.data(opening);
  try {
    for (const [index, station] of stations(emulator).entries()) {
      const rule = '-'.repeat(Math.max(0, Math.min(terminal.width, 80) - station.title.length - 7));
      terminal.data(`\n-- ${index + 1}. ${station.title} ${rule}\n\n${station.text}\n`);
      if (station.command) terminal.data(`$ ${station.command}\n`);
      await station.run(session);
    }
  } finally {
    await emulator.close();
  }
  terminal.data(closing(path.relative(outer.folder, session.folder)));
  return exitCodes.done;
}

const opening = `You manage the Azure access of five customers. Here they live in an emulator on
this machine: real HTTPS, real tokens, Azure's shapes and rules, no account.`;

function stations(emulator: Parameters<typeof workInThePortal>[0]): Station[] {
  return [
    {
      title: 'Who has access now?',
      text: 'Reading needs no declaration. Woodgrove Bank, as we find it:',
      command: 'tilldela access woodgrove',
      run: (session) => runAccess({ customers: ['woodgrove'] }, session),
    },
    {
      title: 'What is declared',
      text: 'One TypeScript file per customer (look at stacks/customers/contoso.ts) becomes\none Terraform stack each:',
      command: 'tilldela synth',
      run: (session) => runSynth({ customers: [] }, session),
    },
    {
      title: 'What would change',
      text: 'Contoso: new access is made; the assignment that Azure gave our AdminAgents\nwhen the subscription was sold is adopted, so nothing is written for it.',
      command: 'tilldela plan contoso',
      run: (session) => runPlan({ customers: ['contoso'] }, session),
    },
    {
      title: 'Make it so',
      text: 'All five customers, each with its own channel and token:',
      command: 'tilldela apply --all --summary --auto-approve',
      run: (session) => runApply({ customers: [], all: true, summary: true, autoApprove: true }, session),
    },
    {
      title: 'Plan again',
      text: 'There is nothing left to do. No state file says so: Azure itself does, since\neach assignment bears a name that only we could have given it.',
      command: 'tilldela plan --summary',
      run: (session) => runPlan({ customers: [], summary: true }, session),
    },
    {
      title: 'Meanwhile, in the Azure portal',
      text: "Kim makes Noor an Owner of Fabrikam's subscription. Lee removes Dana's access to\nthe Contoso web shop.",
      run: () => workInThePortal(emulator),
    },
    {
      title: 'The next morning',
      text: 'Drift shows both, where they come from, and what to do. In CI it exits with 2.',
      command: 'tilldela drift contoso fabrikam',
      run: (session) => runDrift({ customers: ['contoso', 'fabrikam'] }, session),
    },
  ];
}

function closing(folder: string): string {
  const change = folder ? `cd ${folder}\n  ` : '';
  return `
-- Your turn -------------------------------------------------------------------

Everything is still there. Three things to try:

  ${change}npx tilldela apply contoso        # puts back what is missing
  npx tilldela drift                # the whole fleet; woodgrove has more to say
  npx tilldela explain scope_vanished

For your own customers, in an empty folder: npm i tilldela && npx tilldela init
There, put your ids into stacks/partner.ts and a file per customer into
stacks/customers, set "cloud" to "public" in cdktf.json, sign in (az login
--tenant CUSTOMER), and begin with a command that only reads:

  npx tilldela access --subscription ID --cloud public`;
}

/** This folder where it is the example fleet, or else a copy of the fleet below it. */
function exampleFolder({ folder, terminal }: Session): string {
  const partner = path.join(folder, 'stacks', 'partner.ts');
  const original = path.join(packageFolder(), 'stacks');
  if (
    existsSync(partner) &&
    readFileSync(partner, 'utf8') === readFileSync(path.join(original, 'partner.ts'), 'utf8')
  ) {
    return folder;
  }
  const copy = path.join(folder, 'tilldela-example');
  terminal.message(`The example fleet is copied to ${copy}.\n`);
  mkdirSync(copy, { recursive: true });
  cpSync(original, path.join(copy, 'stacks'), { recursive: true });
  const facts = { name: 'tilldela-example', version: productVersion(), projectId: 'tilldela-example' };
  for (const [name, text] of projectFiles(facts)) {
    if (name === 'cdktf.json') writeFileSync(path.join(copy, name), text);
  }
  return copy;
}

/** What earlier tours left in the lock files of the emulator. */
function resetExample(folder: string): void {
  const customers = path.join(folder, 'stacks', 'customers');
  for (const name of readdirSync(customers)) {
    if (name.endsWith('.emulator.lock.json')) rmSync(path.join(customers, name));
  }
}
