import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Manifest, TerraformStack, type App } from 'cdktf';
import { type Diagnostic } from '../../diagnostics';
import { customerFileThrew } from './customer-file-error';
import type { CustomerFile, DeclaredCustomer } from './declare-customer';

/**
 * Does what `app.synth()` does, but customer by customer: a construct of the CDK that throws, or a validation that a user
 * added, stops one customer and not the fleet. Gives what stopped whom.
 */
export function writeStacks(
  app: App,
  customers: readonly DeclaredCustomer[],
  projectFolder: string,
): ReadonlyMap<DeclaredCustomer, readonly Diagnostic[]> {
  const failures = new Map<DeclaredCustomer, readonly Diagnostic[]>();
  const attempt = (customer: DeclaredCustomer, step: (stack: TerraformStack) => void) => {
    if (failures.has(customer)) return;
    try {
      stacksOf(customer).forEach(step);
    } catch (error) {
      failures.set(customer, [customerFileThrew(error, { customer: customer.customer, projectFolder })]);
      for (const { node } of stacksOf(customer)) delete app.manifest.stacks[node.id];
    }
  };
  const { outdir, manifest } = app;
  const draft = makeDraft(outdir);
  // Two rounds, since preparing may add to other stacks that this one refers to.
  for (const customer of customers) attempt(customer, (stack) => stack.prepareStack());
  for (const customer of customers) {
    attempt(customer, (stack) => {
      validate(stack);
      stack.synthesizer.synthesize({ outdir: draft, manifest, skipValidation: true });
    });
  }
  putInPlace(draft, outdir);
  manifest.writeToFile();
  return failures;
}

/** A folder that no other command works in, with what the CDK expects to find. */
function makeDraft(outdir: string): string {
  mkdirSync(outdir, { recursive: true });
  const draft = mkdtempSync(path.join(outdir, '.draft-'));
  mkdirSync(path.join(draft, Manifest.stacksFolder));
  return draft;
}

/** File by file, each in one step: whoever reads meanwhile, another command say, finds the old or the new one whole. */
function putInPlace(draft: string, outdir: string): void {
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(outdir, path.relative(draft, from));
    mkdirSync(path.dirname(to), { recursive: true });
    renameSync(from, to);
  }
  rmSync(draft, { recursive: true, force: true });
}

/** By itself the CDK would run `terraform version` where a user's resource is moved, and put all errors into one text. */
function validate(stack: TerraformStack): void {
  const errors = stack.node.findAll().flatMap(({ node }) => node.validate());
  if (errors.length > 0) throw new Error(errors.join(' '));
}

function stacksOf({ constructs }: DeclaredCustomer): readonly TerraformStack[] {
  return constructs.flatMap(({ node }) => node.findAll()).filter((child) => TerraformStack.isStack(child));
}

/** Removes the folders of customers that no longer exist. One whose file has errors keeps what it had. */
export function pruneStacks({ outdir, manifest }: App, files: readonly CustomerFile[]): void {
  const known = new Set([...files.map(({ customer }) => customer), ...Object.keys(manifest.stacks)]);
  const folder = path.join(outdir, Manifest.stacksFolder);
  for (const name of readdirSync(folder)) {
    if (!known.has(name)) rmSync(path.join(folder, name), { recursive: true });
  }
}
