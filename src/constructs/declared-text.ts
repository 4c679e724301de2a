import type { Report } from './report';

/** True for text that the Terraform CDK would replace by something else: its placeholders for text, lists and maps. */
function hasToken(text: string): boolean {
  return /[$#&]\{TfToken\[/.test(text);
}

/** Reports each of the texts that holds a placeholder. */
export function checkTexts(texts: Readonly<Record<string, string | undefined>>, report: Report): boolean {
  const bad = Object.entries(texts).filter(([, text]) => text !== undefined && hasToken(text));
  for (const [key] of bad) report('token_in_text', `\`${key}\` holds a placeholder.`);
  return bad.length === 0;
}

/** Text as Terraform must see it so that nothing in it is evaluated. */
export function escapeTemplate(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
}

/** True for a reason that says something. */
export function isReason(text: string | undefined): text is string {
  return typeof text === 'string' && text.trim() !== '';
}
