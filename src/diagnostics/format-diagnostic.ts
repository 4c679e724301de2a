import type { Diagnostic } from './diagnostic';

/**
 * One diagnostic as plain text of several lines, without colour:
 * `Error: summary (code)`, then where, then the detail and the hint.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const label = diagnostic.severity === 'error' ? 'Error' : 'Warning';
  const lines = [`${label}: ${diagnostic.summary} (${diagnostic.code})`];
  const where = formatPlace(diagnostic);
  if (where) lines.push(`  at ${where}`);
  lines.push('', ...indent(diagnostic.detail));
  if (diagnostic.hint) lines.push('', ...indent(diagnostic.hint));
  return lines.join('\n');
}

function formatPlace({ constructPath, address, customer, source }: Diagnostic): string {
  const subject = constructPath ?? address ?? customer;
  const position = source && `${source.file}:${source.line}`;
  return [subject, position && (subject ? `(${position})` : position)].filter(Boolean).join(' ');
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => (line ? `  ${line}` : line));
}
