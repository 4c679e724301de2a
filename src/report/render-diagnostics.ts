import type { Diagnostic } from '../diagnostics';
import { compareText } from '../model';
import type { ReportContext } from './report-context';
import { inline } from './terminal/neutralise';
import { paint } from './terminal/paint';
import { solid, span, type Line, type Style } from './terminal/span';
import { hang } from './terminal/wrap-line';

/** Each diagnostic behind a bar, as Terraform shows them; equal ones once, warnings before errors. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  context: Pick<ReportContext, 'width' | 'color'>,
): string {
  return paint(diagnosticLines(diagnostics, context.width), context.color);
}

export function diagnosticLines(diagnostics: readonly Diagnostic[], width: number): Line[] {
  return inOrder(diagnostics).flatMap((diagnostic) => boxOf(diagnostic, width));
}

/** A fixed order, so that what was found first makes no difference. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sortKeys = new Map(diagnostics.map((diagnostic) => [sortKeyOf(diagnostic), diagnostic]));
  return [...sortKeys]
    .sort(([left], [right]) => compareText(left, right))
    .map(([, diagnostic]) => diagnostic);
}

function sortKeyOf({
  severity,
  code,
  customer,
  address,
  constructPath,
  source,
  detail,
  hint,
}: Diagnostic): string {
  const line = source && String(source.line).padStart(9, '0');
  const keys = [severity === 'error' ? '2' : '1', customer, source?.file, line, constructPath, address, code];
  return JSON.stringify([...keys, detail, hint].map((key) => key ?? ''));
}

function boxOf(diagnostic: Diagnostic, width: number): Line[] {
  const { severity, summary, code, detail, hint } = diagnostic;
  const style = severity;
  const label = severity === 'error' ? 'Error' : 'Warning';
  const bar: Line = [span('│ ', style)];
  const title: Line = [span(`${label}: `, style), span(summary, 'heading'), span(` (${code})`, 'quiet')];
  const blocks: Line[][] = [hang(bar, title, width, bar)];
  const place = placeOf(diagnostic);
  if (place) blocks[0]?.push(...hang([...bar, span('  at ')], place, width, [...bar, span('     ')]));
  blocks.push(textLines(detail, bar, width));
  if (hint) blocks.push(textLines(hint, bar, width));
  const body = blocks.flatMap((block, index) => (index === 0 ? block : [[span('│', style)], ...block]));
  return [edge('╷', style), ...body, edge('╵', style)];
}

function edge(corner: string, style: Style): Line {
  return [span(corner, style)];
}

function placeOf({ constructPath, address, customer, source }: Diagnostic): Line | undefined {
  const subject = constructPath ?? address ?? customer;
  const position = source && `${inline(source.file)}:${source.line}`;
  if (!subject && !position) return undefined;
  if (!subject) return [solid(position ?? '')];
  return position ? [solid(inline(subject)), span(' '), solid(`(${position})`)] : [solid(inline(subject))];
}

/** Keeps the lines of the text and their indent; what is to be copied is never broken. */
function textLines(text: string, bar: Line, width: number): Line[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const lead = [...bar, span(/^ */.exec(line)?.[0] ?? '')];
    const content = inline(line);
    return isToCopy(lines, index) ? [[...lead, solid(content)]] : hang(lead, [span(content)], width, lead);
  });
}

/** Lines after a colon and an empty line: a command, or what to write. */
function isToCopy(lines: readonly string[], index: number): boolean {
  const emptyBefore = lines.lastIndexOf('', index);
  return lines[index] !== '' && (lines[emptyBefore - 1]?.endsWith(':') ?? false);
}
