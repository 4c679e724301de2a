import type { Plan } from '../../plan';
import { creditsOf } from '../credit/credit-drift';
import { creditWords } from '../credit/credit-standing';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';

/** What the declaration would keep eligible. The grants themselves are counted where they are missing. */
export function creditSection(plan: Plan, width: number): Line[] {
  const lost = creditsOf(plan).filter(({ isLost }) => isLost);
  if (lost.length === 0) return [];
  const title = `Partner earned credit lost already: declared eligible, and not so in Azure (${lost.length})`;
  const entries = lost.flatMap(({ alias, eligibility }) =>
    hang([spaces(4)], [span(`${inline(alias)}: ${creditWords[eligibility]}`)], width, [spaces(6)]),
  );
  const advice = 'A day without an eligible role does not count: apply what is missing, or ask the customer.';
  return [
    ...hang([], [span(title, 'heading')], width),
    ...entries,
    ...hang([spaces(4)], [span(advice)], width, [spaces(4)]),
  ];
}

/** `Partner earned credit: production eligible, sandbox unknown.` */
export function creditSummary(plan: Plan): string[] {
  const words = creditsOf(plan).map(
    ({ alias, eligibility }) => `${inline(alias)} ${creditWords[eligibility]}`,
  );
  return words.length === 0 ? [] : [`Partner earned credit: ${words.join(', ')}.`];
}
