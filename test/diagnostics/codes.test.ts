import {
  codes,
  diagnostic,
  DiagnosticError,
  fail,
  formatDiagnostic,
  hasErrors,
  isDiagnosticCode,
} from '../../src/diagnostics';

const entries = Object.entries(codes);

describe('the registry of diagnostics', () => {
  it.each(entries)('explains %s in full sentences', (_code, { explanation }) => {
    expect(explanation.trim()).toBe(explanation);
    expect(explanation.length).toBeGreaterThan(30);
    expect(explanation).toMatch(/[.)\w}]$/);
  });

  it.each(entries)('gives %s a short summary that is the same for all of its kind', (_code, { summary }) => {
    expect(summary).toMatch(/^([A-Z]|tilldela )[^\n]{5,75}[^.\s]$/); // one line, no full stop
    // No placeholder, quoted name, id, number or path that could be somebody's.
    expect(summary).not.toMatch(/["`$%{}<>\d@]|\/\w|\.(ts|json)\b/);
  });

  it('spells codes in one way, since people type and search them', () => {
    expect(entries.map(([code]) => code).filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('has no two codes with one summary', () => {
    const summaries = entries.map(([, { summary }]) => summary);
    expect(summaries.filter((summary, index) => summaries.indexOf(summary) !== index)).toEqual([]);
  });

  it('knows its codes and nothing that objects bring with them', () => {
    expect(isDiagnosticCode('unknown_role')).toBe(true);
    expect(isDiagnosticCode('toString')).toBe(false);
  });
});

describe('a diagnostic', () => {
  it('takes severity and summary from the registry', () => {
    expect(diagnostic('grant_expired', { detail: 'It ended.', customer: 'contoso' })).toEqual({
      severity: 'warning',
      code: 'grant_expired',
      summary: 'A grant has ended',
      detail: 'It ended.',
      customer: 'contoso',
    });
  });

  it('counts as an error only by its severity', () => {
    expect(hasErrors([diagnostic('grant_expired', { detail: '' })])).toBe(false);
    expect(
      hasErrors([diagnostic('grant_expired', { detail: '' }), diagnostic('unknown_role', { detail: '' })]),
    ).toBe(true);
  });

  it('is thrown with its detail in the message', () => {
    expect(() => fail('unknown_role', { detail: 'There is no Raeder.' })).toThrow(DiagnosticError);
    expect(() => fail('unknown_role', { detail: 'There is no Raeder.' })).toThrow(
      'unknown_role: There is no Raeder.',
    );
  });

  it('is shown with its place, detail and hint, indented line by line', () => {
    const shown = formatDiagnostic(
      diagnostic('unknown_role', {
        detail: 'There is no Raeder.\n\nDid you mean Reader?',
        hint: 'tilldela roles reader',
        constructPath: 'contoso/production/audit',
        address: 'azurerm_role_assignment.production_audit',
        source: { file: 'stacks/customers/contoso.ts', line: 12 },
      }),
    );
    expect(shown).toBe(
      [
        'Error: No role has that name (unknown_role)',
        '  at contoso/production/audit (stacks/customers/contoso.ts:12)',
        '',
        '  There is no Raeder.',
        '',
        '  Did you mean Reader?',
        '',
        '  tilldela roles reader',
      ].join('\n'),
    );
  });

  it('is shown without a place where it has none', () => {
    expect(formatDiagnostic(diagnostic('grant_expired', { detail: 'It ended.' }))).toBe(
      'Warning: A grant has ended (grant_expired)\n\n  It ended.',
    );
  });
});
