import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnostic, DiagnosticError, fail } from '../diagnostics';
import { clouds, parseCloud, type Cloud } from '../model';

/** A partner's repository, as its cdktf.json describes it. */
export interface Project {
  readonly folder: string;
  /** Where the customers' files and lock files are. */
  readonly customersFolder: string;
  /** Where configurations are synthesized to. */
  readonly outdir: string;
  /** State of tilldela that is not committed: emulator, journals. */
  readonly stateFolder: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export interface CustomerFile {
  readonly customer: string;
  readonly file: string;
}

/** The project in the folder. Throws `project_not_found`. */
export function openProject(folder: string): Project {
  const file = path.join(folder, 'cdktf.json');
  let settings: { output?: unknown; context?: unknown };
  try {
    settings = JSON.parse(readFileSync(file, 'utf8')) as typeof settings;
    if (typeof settings !== 'object' || settings === null) throw new Error('it is no JSON object');
  } catch (error) {
    const why = existsSync(file) ? (error as Error).message : 'it does not exist';
    return fail('project_not_found', {
      detail: `${file} cannot be read: ${why}.`,
      hint: 'Run the command in the folder of your project, or make one in an empty folder:\n\ntilldela init',
    });
  }
  const context = (settings.context ?? {}) as Record<string, unknown>;
  const customers = typeof context['customers'] === 'string' ? context['customers'] : 'stacks/customers';
  return {
    folder,
    customersFolder: path.resolve(folder, customers),
    outdir: path.resolve(folder, typeof settings.output === 'string' ? settings.output : 'cdktf.out'),
    stateFolder: stateFolderOf(folder),
    context,
  };
}

/** The file that says who the partner is. */
export function partnerFileOf({ customersFolder }: Project): string {
  return path.join(path.dirname(customersFolder), 'partner.ts');
}

/** Also commands that need no project keep the emulator's state there. */
export function stateFolderOf(folder: string): string {
  return path.join(folder, '.tilldela');
}

/** The cloud that was asked for, or else the one of the project. Throws `cloud_not_set` and `unknown_cloud`. */
export function chooseCloud(asked: string | undefined, context: Project['context'] | undefined): Cloud {
  const text = asked ?? context?.['cloud'];
  if (typeof text !== 'string' || text === '') {
    return fail('cloud_not_set', {
      detail:
        'Neither --cloud nor "cloud" in the context of cdktf.json says where to act. It is never guessed.',
      hint: `Say it in cdktf.json:\n\n"context": { "cloud": "emulator" }\n\nor on the command line: --cloud ${clouds.join(' | ')}`,
    });
  }
  const cloud = parseCloud(text);
  return (
    cloud ??
    fail('unknown_cloud', { detail: `"${text}" is none.`, hint: `Choose one of ${clouds.join(', ')}.` })
  );
}

/** All customers' files, by name. A file that begins with an underscore or ends in .d.ts is no customer's. */
export function findCustomerFiles(project: Project): CustomerFile[] {
  if (!existsSync(project.customersFolder)) return [];
  return readdirSync(project.customersFolder)
    .filter((name) => /^[^_.].*\.ts$/.test(name) && !/\.(d|test)\.ts$/.test(name))
    .sort()
    .map((name) => ({
      customer: name.slice(0, -'.ts'.length),
      file: path.join(project.customersFolder, name),
    }));
}

/** The customers whose names or patterns (`con*`) are given, or all. Throws `no_customers` and `unknown_customer`. */
export async function chooseCustomers(
  project: Project,
  patterns: readonly string[],
): Promise<CustomerFile[]> {
  const files = findCustomerFiles(project);
  if (files.length === 0 && patterns.length === 0) {
    fail('no_customers', {
      detail: `${project.customersFolder} holds no customer's file.`,
      hint: 'tilldela init',
    });
  }
  if (patterns.length === 0) return files;
  const { default: picomatch } = await import('picomatch');
  const known = files.map(({ customer }) => customer);
  const unmatched = patterns.filter((pattern) => !known.some((customer) => picomatch(pattern)(customer)));
  if (unmatched.length > 0) {
    throw new DiagnosticError(
      unmatched.map((pattern) =>
        diagnostic('unknown_customer', {
          detail: `"${pattern}" names none of: ${known.join(', ') || '(none)'}.`,
        }),
      ),
    );
  }
  return files.filter(({ customer }) => picomatch([...patterns])(customer));
}
