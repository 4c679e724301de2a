import type { Plan } from '../../plan';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';

/** Which customer, where and when. */
export function planHeader({ customer, tenantId, cloud, asOf, writes }: Plan, width: number): Line[] {
  const facts = ` (${cloudWords(cloud)}), tenant ${tenantId}, as of ${inline(asOf)}, changes go over ${writes}`;
  return hang([], [span(inline(customer), 'heading'), span(facts, 'quiet')], width, [spaces(2)]);
}
