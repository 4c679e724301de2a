import type { Plan } from '../../plan';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { delegationLines, delegationTitle } from '../words/delegation-lines';
import type { Names } from '../words/names';
import type { GivenAccess, RedundantGrant } from './covering-access';
import { headlineOf } from './drift-entry';

/** Grants without which nobody would lose anything. */
export function redundantSection(redundant: readonly RedundantGrant[], names: Names, width: number): Line[] {
  if (redundant.length === 0) return [];
  const entries = redundant.flatMap(({ grant, by }) => [
    ...hang([spaces(4)], [span(givenWords(grant, names))], width, [spaces(6)]),
    ...hang([spaces(6)], [span(`is also given by ${givenWords(by, names)}`)], width, [spaces(8)]),
  ]);
  const title = `Redundant: declared, and given by other access as well (${redundant.length}, not counted)`;
  return [...hang([], [span(title, 'heading')], width), ...entries];
}

export function delegationSection({ delegations }: Plan, names: Names, width: number): Line[] {
  if (delegations.length === 0) return [];
  return [
    ...hang([], [span(`${delegationTitle(delegations)}, not counted`, 'heading')], width),
    ...delegationLines(delegations, names, width),
  ];
}

/** The declaration that makes undeclared access superfluous, as a fact. */
export function shadowFact(shadow: GivenAccess | undefined): (readonly [string, string])[] {
  return shadow?.address === undefined
    ? []
    : [['shadowed', `${inline(shadow.address)} gives all of it already`]];
}

function givenWords({ assignment, address }: GivenAccess, names: Names): string {
  return `${headlineOf(assignment, names)}${address === undefined ? '' : ` (${inline(address)})`}`;
}
