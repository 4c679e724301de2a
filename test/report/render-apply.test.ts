import { diagnostic } from '../../src/diagnostics';
import { renderApply, type ApplyEntry } from '../../src/report';
import { context } from './report-fixtures';

function done(address: string, action: ApplyEntry['action']): ApplyEntry {
  return { address: `azurerm_role_assignment.${address}`, action, outcome: 'done' };
}

const refused = diagnostic('azure_error', {
  detail:
    'Role assignment /x could not be created. Azure answered 403 AuthorizationFailed: nothing is allowed.',
});

describe('renderApply', () => {
  test('a complete apply: what became of each change, then how many of each', () => {
    const entries: ApplyEntry[] = [
      done('a', 'create'),
      { ...done('b', 'create'), outcome: 'already' },
      done('c', 'replace'),
      done('d', 'adopt'),
      done('e', 'update'),
      done('f', 'delete'),
      { ...done('g', 'delete'), outcome: 'already' },
    ];
    expect(renderApply({ customer: 'contoso', entries }, context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure)
        +   created        azurerm_role_assignment.a
        +   already there  azurerm_role_assignment.b
              under another name; adopted
        +/- replaced       azurerm_role_assignment.c
            adopted        azurerm_role_assignment.d
        ~   updated        azurerm_role_assignment.e
        -   destroyed      azurerm_role_assignment.f
        -   already gone   azurerm_role_assignment.g
      Apply complete: 2 added, 1 changed, 2 destroyed, 2 adopted, 1 already so."
    `);
  });

  test('each change that was not made says why: a failure in full below, what was not begun in its line', () => {
    const waits = diagnostic('change_skipped', {
      detail: 'azurerm_role_assignment.b did not succeed, so the access was left as it was.',
    });
    const silence = diagnostic('azure_unreachable', { detail: 'PUT /x: no answer within 60 s.' });
    const entries: ApplyEntry[] = [
      done('a', 'create'),
      { ...done('b', 'create'), outcome: 'failed', diagnostic: refused },
      { ...done('c', 'update'), outcome: 'unknown', diagnostic: silence },
      { ...done('z', 'delete'), outcome: 'skipped', diagnostic: waits },
    ];
    expect(renderApply({ customer: 'contoso', entries }, context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure)
        +   created        azurerm_role_assignment.a
        +   failed         azurerm_role_assignment.b
              azure_error: Azure refused a request.
        ~   unknown        azurerm_role_assignment.c
              azure_unreachable: Azure could not be reached.
        -   not done       azurerm_role_assignment.z
              change_skipped: azurerm_role_assignment.b did not succeed, so the access
              was left as it was.
      Apply incomplete: 1 added, 0 changed, 0 destroyed, 0 adopted.
      1 failed, 1 unknown, 1 not done.

      ╷
      │ Error: Azure refused a request (azure_error)
      │   at azurerm_role_assignment.b
      │
      │ Role assignment /x could not be created. Azure answered 403
      │ AuthorizationFailed: nothing is allowed.
      ╵
      ╷
      │ Error: Azure could not be reached (azure_unreachable)
      │   at azurerm_role_assignment.c
      │
      │ PUT /x: no answer within 60 s.
      ╵"
    `);
  });

  test.each(['failed', 'unknown', 'skipped'] as const)('what is %s is never counted as done', (outcome) => {
    const entries: ApplyEntry[] = [{ ...done('b', 'replace'), outcome }];
    const text = renderApply({ customer: 'contoso', entries }, context);
    expect(text).toContain('0 added, 0 changed, 0 destroyed, 0 adopted.');
    expect(text).toContain('azurerm_role_assignment.b');
    expect(text).not.toContain('Apply complete');
  });

  test('four hundred changes take a line each, and the totals stand below them', () => {
    const entries = Array.from({ length: 400 }, (_, index) => done(`g${index}`, 'create'));
    const lines = renderApply({ customer: 'contoso', entries }, context).split('\n');
    expect(lines).toHaveLength(402);
    expect(lines.at(-1)).toBe('Apply complete: 400 added, 0 changed, 0 destroyed, 0 adopted.');
  });
});
