import { canGrantAccess, nearestRoleNames, searchRoles } from '../../catalogue';
import { fail } from '../../diagnostics';
import { jsonText, rolesReport } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import type { Session } from '../session';

export interface RolesArguments {
  readonly text?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `tilldela roles [text]`: the roles that tilldela knows by name. */
export function runRoles({ text, json }: RolesArguments, { terminal }: Session): ExitCode {
  const found = searchRoles(text ?? '');
  if (found.length === 0) {
    fail('unknown_role', {
      detail: `No role has "${text}" in its name or description.`,
      hint: `Nearest: ${nearestRoleNames(text ?? '').join(', ')}`,
    });
  }
  if (json) {
    terminal.data(jsonText(rolesReport(found)));
    return exitCodes.done;
  }
  const nameWidth = Math.max(...found.map(({ name }) => name.length));
  const inDetail = found.length === 1 ? found[0] : undefined;
  for (const role of found) {
    terminal.data(
      `${role.id}  ${role.name.padEnd(nameWidth)}${canGrantAccess(role) ? '  can grant access' : ''}`,
    );
  }
  if (inDetail) {
    terminal.data(`\n${inDetail.description}\n`);
    for (const block of inDetail.permissions) {
      for (const [list, actions] of Object.entries(block)) {
        for (const action of actions as readonly string[]) terminal.data(`  ${list.padEnd(15)} ${action}`);
      }
    }
  }
  return exitCodes.done;
}
