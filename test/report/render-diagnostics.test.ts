import { diagnostic } from '../../src/diagnostics';
import { renderDiagnostics } from '../../src/report';
import { context } from './report-fixtures';

const error = diagnostic('unknown_role', {
  constructPath: 'contoso/production/web-shop',
  source: { file: 'stacks/customers/contoso.ts', line: 12 },
  detail:
    'No role is called "Contributer". ' +
    'The nearest names are Contributor, Cognitive Services Contributor.',
  hint: 'Search by a word:\n\n  tilldela roles contrib',
});
const warning = diagnostic('grant_expired', {
  detail: 'The grant ended on 2026-03-31.',
  customer: 'contoso',
});

describe('renderDiagnostics', () => {
  test('behind bars, warnings first, equal ones once', () => {
    expect(renderDiagnostics([error, warning, { ...error }], context)).toMatchInlineSnapshot(`
      "╷
      │ Warning: A grant has ended (grant_expired)
      │   at contoso
      │
      │ The grant ended on 2026-03-31.
      ╵
      ╷
      │ Error: No role has that name (unknown_role)
      │   at contoso/production/web-shop (stacks/customers/contoso.ts:12)
      │
      │ No role is called "Contributer". The nearest names are Contributor, Cognitive
      │ Services Contributor.
      │
      │ Search by a word:
      │
      │   tilldela roles contrib
      ╵"
    `);
  });

  test('diagnostics that differ only in place are both shown', () => {
    const other = { ...error, source: { file: 'stacks/customers/contoso.ts', line: 13 } };
    const text = renderDiagnostics([error, other], context);
    expect(text.match(/Error:/g)).toHaveLength(2);
    expect(text).toBe(renderDiagnostics([other, error], context));
  });

  test('what is to be copied stays whole, however long it is', () => {
    const command = `terraform -chdir=/home/anna/access/cdktf.out/stacks/contoso force-unlock ${'1'.repeat(36)}`;
    const hint = `When nobody runs Terraform for this customer any more:\n\n${command}\n${command}\n\n${'word '.repeat(20)}`;
    const text = renderDiagnostics([{ ...error, hint }], context);
    expect(text.split('\n').filter((line) => line === `│ ${command}`)).toHaveLength(2);
    expect(text).toMatch(/│ word .*\n│ word/);
  });

  test('nothing gives nothing', () => {
    expect(renderDiagnostics([], context)).toBe('');
  });

  test('errors are red and warnings yellow when colour is on', () => {
    const text = renderDiagnostics([error, warning], { ...context, color: true });
    expect(text).toContain('\u001b[1m\u001b[31m│ Error:\u001b[39m\u001b[22m');
    expect(text).toContain('\u001b[1m\u001b[33m│ Warning:\u001b[39m\u001b[22m');
  });
});
