import { ownerships } from '../model';
import { checkChoice } from './check-choice';
import type { CustomerStackProps } from './customer-stack-props';
import type { Report } from './report';

/** One word for the whole customer, or one for some of its aliases. */
export function checkOwnership(
  declared: CustomerStackProps['ownership'],
  aliases: readonly string[],
  report: Report,
): void {
  if (typeof declared !== 'object') {
    checkChoice('ownership', declared ?? 'owned-only', ownerships, report);
    return;
  }
  for (const [alias, word] of Object.entries(declared)) {
    checkChoice(`ownership.${alias}`, word, ownerships, report);
    if (aliases.includes(alias)) continue;
    report('unknown_alias', `\`ownership\` speaks of "${alias}".`, `Aliases: ${aliases.join(', ')}`);
  }
}
