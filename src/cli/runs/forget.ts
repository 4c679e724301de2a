import { existsSync, rmSync } from 'node:fs';
import { lockWithout, readLockFile, writeLockFile } from '../../apply';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { chooseCloud, openProject } from '../project';
import type { Session } from '../session';
import { lockPath } from '../synthesis';

export interface ForgetArguments {
  /** `customer` or `customer/alias`. */
  readonly scope: string;
  readonly cloud?: string | undefined;
}

/** `tilldela forget CUSTOMER[/ALIAS]`: stops looking after a scope. Touches nothing in Azure. */
export function runForget(asked: ForgetArguments, { folder, terminal }: Session): ExitCode {
  const project = openProject(folder);
  const cloud = chooseCloud(asked.cloud, project.context);
  const [customer = '', alias, ...rest] = asked.scope.split('/');
  const file = lockPath(project, customer, cloud);
  if (customer === '' || rest.length > 0 || !existsSync(file)) {
    fail('unknown_customer', {
      detail: `${asked.scope} names no scope that was ever applied: there is no ${file}.`,
    });
  }
  const lock = readLockFile(file, customer, cloud);
  const after = lockWithout(lock, alias);
  const forgotten = lock.scopes.filter((entry) => !after.scopes.includes(entry));
  if (forgotten.length === 0) {
    const known = lock.scopes.map((entry) => `${customer}/${entry.alias}`).join(', ');
    fail('unknown_alias', {
      customer,
      detail: `The lock file has no alias "${alias}".`,
      hint: `It has ${known}.`,
    });
  }
  if (after.scopes.length === 0) rmSync(file);
  else writeLockFile(file, after);
  for (const { alias: name, scope } of forgotten) terminal.data(`Forgotten: ${customer}/${name} (${scope})`);
  terminal.message('The access there stays as it is in Azure, and tilldela no longer looks after it.');
  return exitCodes.done;
}
