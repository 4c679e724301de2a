import type { Standing } from '../../relationship';
import { standingWords } from '../relationship/relationship-words';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { paint } from '../terminal/paint';
import { solid, span, textWidth, type Line, type Style } from '../terminal/span';
import { subscriptionWords, type CustomerReading } from './customer-reading';

type Paper = Pick<ReportContext, 'width' | 'color'>;

/**
 * Columns are as wide for every customer, since customers are shown as they come and never all known at once. The first
 * holds the id of a tenant.
 */
const widths = [36, 16, 12] as const;

export function customersHead({ color }: Paper): string {
  return paint([rowOf(['Customer', 'Relationship', 'Channel', 'File'], 'quiet')], color);
}

/** Three lines for each customer, and one for each subscription. */
export function customerLines(customer: CustomerReading, { color }: Paper): string {
  const { name, domain, tenantId, standing, channels, file, subscriptions = [] } = customer;
  const [channel = '-', other = ''] = channels;
  const lines: Line[] = [
    rowOf([name, standing.kind === 'pending' ? 'pending' : standingWords(standing), channel, file ?? '-']),
    rowOf([domain ?? 'no reseller relationship', untilWords(standing), other], 'quiet'),
    [solid(tenantId, 'quiet')],
    ...subscriptions.map((each): Line => {
      const words = subscriptionWords(each);
      const isOff = /^accessible but|not accessible/.test(words);
      return [
        span('  '),
        solid(each.subscriptionId),
        span(`  ${inline(each.displayName)}: `),
        span(words, isOff ? 'change' : 'plain'),
      ];
    }),
  ];
  return paint(lines, color);
}

function untilWords(standing: Standing): string {
  if (standing.kind === 'pending') return `${standing.daysLeft} days left`;
  const { endsOn } = standing.kind === 'active' ? standing.relationship : {};
  return endsOn === undefined ? '' : `until ${endsOn.slice(0, 10)}`;
}

function rowOf(cells: readonly string[], style: Style = 'plain'): Line {
  return cells.map((cell, index) => {
    const width = widths[index];
    return span(width === undefined ? inline(cell) : `${fitted(inline(cell), width)}  `, style);
  });
}

function fitted(text: string, width: number): string {
  let shown = text;
  while (textWidth(shown) > width) shown = `${[...shown].slice(0, -2).join('')}…`;
  return shown + ' '.repeat(width - textWidth(shown));
}
