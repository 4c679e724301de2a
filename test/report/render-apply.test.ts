import { diagnostic } from '../../src/diagnostics';
import { renderApply, type ApplyEntry } from '../../src/report';
import { context } from './report-fixtures';

function done(address: string, action: ApplyEntry['action']): ApplyEntry {
  return { address: `azurerm_role_assignment.${address}`, action, outcome: 'done' };
}

describe('renderApply', () => {
  test('a complete apply', () => {
    const entries = [
      done('a', 'create'),
      done('b', 'create'),
      done('c', 'replace'),
      done('d', 'adopt'),
      done('e', 'update'),
    ];
    expect(renderApply({ customer: 'contoso', entries }, context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure)
      Apply complete: 3 added, 1 changed, 1 destroyed, 1 adopted."
    `);
  });

  test('each change that was not made has its diagnostic, even if none was given', () => {
    const refused = diagnostic('change_failed', { detail: 'Azure answered 409 RoleAssignmentExists.' });
    const entries: ApplyEntry[] = [
      done('a', 'create'),
      { ...done('z', 'delete'), outcome: 'skipped' },
      { ...done('b', 'create'), outcome: 'failed', diagnostic: refused },
    ];
    expect(renderApply({ customer: 'contoso', entries }, context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure)
      Apply incomplete: 1 added, 0 changed, 0 destroyed, 0 adopted.
      1 failed, 1 held back.

      ╷
      │ Error: A change was not made (change_failed)
      │   at azurerm_role_assignment.b
      │
      │ Azure answered 409 RoleAssignmentExists.
      ╵
      ╷
      │ Error: A removal was held back (change_skipped)
      │   at azurerm_role_assignment.z
      │
      │ The assignment was not destroyed.
      ╵"
    `);
  });

  test('a failure is never counted as done', () => {
    const entries: ApplyEntry[] = [{ ...done('b', 'replace'), outcome: 'failed' }];
    const text = renderApply({ customer: 'contoso', entries }, context);
    expect(text).toContain('0 added, 0 changed, 0 destroyed, 0 adopted.');
    expect(text).not.toContain('Apply complete');
  });
});
