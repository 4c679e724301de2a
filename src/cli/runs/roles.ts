import { canGrantAccess, nearestRoleNames, searchRoles } from '../../catalogue';
import { fail } from '../../diagnostics';
import { jsonText, rolesReport } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import type { Session } from '../session';

export interface RolesArguments {
  readonly text: readonly string[];
  readonly json?: boolean | undefined;
}

/** `tilldela roles [text]`: the roles that tilldela knows by name. */
export function runRoles({ text: words, json }: RolesArguments, { terminal }: Session): ExitCode {
  const text = words.join(' ');
  const found = searchRoles(text);
  if (found.length === 0) {
    fail('unknown_role', {
      detail: `No role has "${text}" in its name or description.`,
      hint: `Nearest: ${nearestRoleNames(text).join(', ')}`,
    });
  }
  if (json) {
    terminal.data(jsonText(rolesReport(found)));
    return exitCodes.done;
  }
  const nameWidth = Math.max(...found.map(({ name }) => name.length));
  const namesake = found.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  const inDetail = namesake ?? (found.length === 1 ? found[0] : undefined);
  for (const role of found) {
    const remark = canGrantAccess(role) ? '  can grant access' : '';
    terminal.data(`${role.id}  ${role.name.padEnd(nameWidth)}${remark}`.trimEnd());
  }
  if (inDetail) {
    terminal.data(`\n${inDetail.name}: ${inDetail.description}\n`);
    for (const block of inDetail.permissions) {
      for (const [list, actions] of Object.entries(block)) {
        for (const action of actions as readonly string[]) terminal.data(`  ${list.padEnd(15)} ${action}`);
      }
    }
  }
  return exitCodes.done;
}
