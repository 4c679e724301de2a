import type { Plan } from '../../plan';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';

/** Which customer, where and when, and by which way the changes get there. */
export function planHeader(plan: Plan, width: number): Line[] {
  const { customer, tenantId, cloud, asOf } = plan;
  const facts = ` (${cloudWords(cloud)}), tenant ${tenantId}, as of ${inline(asOf)}, changes go over ${waysOf(plan)}`;
  return hang([], [span(inline(customer), 'heading'), span(facts, 'quiet')], width, [spaces(2)]);
}

/** Who signs in may have access by another way than the one that was declared. */
function waysOf({ changes, writes }: Plan): string {
  const ways = new Set(changes.flatMap(({ channel }) => channel ?? []));
  const others = [...ways].filter((way) => way !== writes).sort();
  if (others.length === 0) return writes;
  return ways.has(writes)
    ? [writes, ...others].join(' and ')
    : `${others.join(' and ')} (declared: ${writes})`;
}
