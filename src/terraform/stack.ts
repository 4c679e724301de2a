import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError } from '../diagnostics';
import { adjustmentsFor, type Known } from './adjustments';
import { failureOf, lockIdIn } from './failure';
import { hasChanges, readPlanJson, type TerraformPlan } from './plan-json';
import type { ProviderLocks } from './provider-locks';
import { runTool, type Ended } from './run-tool';
import { readState } from './state';
import type { Tool, Variables } from './tool';

export interface StackSettings {
  readonly customer: string;
  /** Where its cdk.tf.json is. */
  readonly folder: string;
  /** For plan files and logs; nobody else writes there. */
  readonly workFolder: string;
  readonly tool: Tool;
  readonly environment: Variables;
  readonly signal: AbortSignal;
}

/** A plan as Terraform made it. */
export interface StackPlan {
  /** Terraform's own plan file: what is applied. */
  readonly file: string;
  readonly plan: TerraformPlan;
  readonly hasChanges: boolean;
  /** True also where only the state changes, by an import or a move. */
  readonly writesState: boolean;
  /** As Terraform shows it to people. Empty where it changes nothing. */
  readonly text: string;
}

/** One customer's configuration, and what can be done with it. Every call throws a DiagnosticError where it fails. */
export interface Stack {
  readonly customer: string;
  /** Providers and backend. At most one stack at a time may do this: a plugin cache knows no locks. */
  init(locks: ProviderLocks): Promise<void>;
  /** What would be done; `targets` limits it. What `known` says exists is imported, not created. */
  plan(known: readonly Known[], targets?: readonly string[]): Promise<StackPlan>;
  apply(plan: StackPlan): Promise<void>;
  /** Addresses of what the state holds, by Azure's resource id in lower case. */
  idsInState(): Promise<ReadonlyMap<string, string>>;
  /** Removes plan files, which hold what Azure holds. */
  close(): void;
}

const adjustmentsFile = 'tilldela.tf.json';

export function openStack(settings: StackSettings): Stack {
  const { customer, folder, workFolder, tool } = settings;
  mkdirSync(workFolder, { recursive: true, mode: 0o700 });
  let plans = 0;
  const run = (step: string, ...args: string[]): Promise<Ended> =>
    runTool({ ...settings, args: [step, ...args], log: path.join(workFolder, step) });
  const fail = async (ended: Ended, step: string): Promise<never> => {
    const unlock = ended.signal ? await unlockLine(settings) : undefined;
    throw new DiagnosticError([failureOf(ended, { customer, step, tool: tool.name, unlock })]);
  };
  const succeed = async (step: string, ...args: string[]): Promise<Ended> => {
    const ended = await run(step, ...args);
    return ended.code === 0 ? ended : fail(ended, step);
  };
  const idsInState = async () => readState((await succeed('state', 'pull')).stdout);

  const plan: Stack['plan'] = async (known, targets = []) => {
    const file = path.join(workFolder, `${++plans}.tfplan`);
    const adjustments = path.join(folder, adjustmentsFile);
    const wanted = adjustmentsFor(known, await idsInState());
    if (wanted) writeFileSync(adjustments, JSON.stringify(wanted, null, 2));
    try {
      const limits = targets.map((target) => `-target=${target}`);
      const options = ['-input=false', '-no-color', '-detailed-exitcode', `-out=${file}`, ...limits];
      const ended = await run('plan', ...options);
      // 2 says that there are changes, to Azure or to the state alone.
      if (ended.code !== 0 && ended.code !== 2) return await fail(ended, 'plan');
      const made = readPlanJson((await succeed('show', '-json', file)).stdout);
      const changes = hasChanges(made);
      const text = changes ? (await succeed('show', '-no-color', file)).stdout.trim() : '';
      return { file, plan: made, hasChanges: changes, writesState: ended.code === 2, text };
    } finally {
      // It speaks of this state only, and a plan holds all that it was made from.
      rmSync(adjustments, { force: true });
    }
  };

  const init: Stack['init'] = async (locks) => {
    const options = ['-input=false', '-no-color'];
    const isOffered = locks.offer(folder);
    const ended = await run('init', ...options);
    if (ended.code !== 0) {
      if (!isOffered || settings.signal.aborted) return await fail(ended, 'init');
      locks.withdraw(folder);
      await succeed('init', ...options);
    }
    locks.learn(folder);
  };

  return {
    customer,
    init,
    plan,
    apply: async ({ file }) => void (await succeed('apply', '-input=false', '-no-color', file)),
    idsInState,
    close: () => {
      for (let each = 1; each <= plans; each++)
        rmSync(path.join(workFolder, `${each}.tfplan`), { force: true });
    },
  };
}

/**
 * The line that releases the lock which a killed run left, if it left one. Only who asks for the lock is told its id; a plan
 * that reads nothing from Azure asks for it and gives it back. A lock on a local file ended with the process that held it.
 */
async function unlockLine(settings: StackSettings): Promise<string | undefined> {
  const { folder, tool, workFolder } = settings;
  const asked = await runTool({
    ...settings,
    args: ['plan', '-input=false', '-no-color', '-refresh=false', '-lock-timeout=0s'],
    log: path.join(workFolder, 'lock'),
    signal: new AbortController().signal,
  });
  const id = lockIdIn(asked);
  return id && `${tool.name} -chdir=${folder} force-unlock ${id}`;
}
