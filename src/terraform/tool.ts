import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../diagnostics';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The program that is run: Terraform or OpenTofu. */
export interface Tool {
  readonly file: string;
  /** As it is called, for messages. */
  readonly name: string;
}

/**
 * The program that TERRAFORM_BINARY_NAME names, as the Terraform CDK has it, or else terraform, or else tofu on the PATH.
 * Throws `terraform_missing`.
 */
export function findTool(environment: Variables): Tool {
  const named = environment['TERRAFORM_BINARY_NAME'];
  const names = named ? [named] : ['terraform', 'tofu'];
  for (const name of names) {
    const file = candidates(name, environment).find(isExecutable);
    if (file) return { file, name: path.basename(name) };
  }
  return fail('terraform_missing', {
    detail: named
      ? `TERRAFORM_BINARY_NAME is "${named}", and there is no such program.`
      : 'Neither terraform nor tofu is on the PATH.',
    hint: 'Install one of them, or name it: TERRAFORM_BINARY_NAME=/path/to/tofu\nWithout --engine terraform, tilldela needs neither.',
  });
}

function candidates(name: string, { PATH = '' }: Variables): string[] {
  if (name.includes(path.sep)) return [path.resolve(name)];
  return PATH.split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.resolve(folder, name));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
