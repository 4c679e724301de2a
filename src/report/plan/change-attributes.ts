import type { Change } from '../../plan';
import { span, textWidth, widthOf, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import type { Names } from '../words/names';
import { attributesOf, type Attributes } from './attributes-of';
import { actionSymbols } from './change-title';

const none: Line = [span('(none)', 'quiet')];

/** One attribute a line, with the action's symbol before those it concerns, and `old -> new` where one changes. */
export function changeAttributes(change: Change, names: Names, width: number): Line[] {
  const { before, after } = attributesOf(change, names);
  const used = attributeNames(before, after).filter((attribute) => isShown(attribute, change));
  const keyWidth = Math.max(...used.map(textWidth));
  return used.flatMap((attribute) => {
    const [old, next] = [before?.get(attribute), after?.get(attribute)];
    const differs = before !== undefined && after !== undefined && textOf(old) !== textOf(next);
    const looksEqual = change.action === 'update' && attribute === 'condition' && !differs;
    const isConcerned = change.action === 'create' || change.action === 'delete' || differs || looksEqual;
    const lead = leadOf(isConcerned ? change : undefined, attribute, keyWidth);
    if (differs) return transition(lead, old ?? none, next ?? none, width);
    return hang(
      lead,
      [...(next ?? old ?? []), ...(looksEqual ? [span(' # only white space differs', 'quiet')] : [])],
      width,
    );
  });
}

/** In the order of the side that has more; what only the other has comes last. */
function attributeNames(before: Attributes | undefined, after: Attributes | undefined): string[] {
  const sides = [[...(after?.keys() ?? [])], [...(before?.keys() ?? [])]];
  const [most = [], other = []] = sides.sort((left, right) => right.length - left.length);
  return [...new Set([...most, ...other])];
}

/** The description of a role assignment is never compared, so it is shown only where it will be written. */
function isShown(attribute: string, { action, type }: Change): boolean {
  const isCompared = type === 'azurerm_role_definition' || type === 'azurerm_lighthouse_definition';
  return attribute !== 'description' || action === 'create' || isCompared;
}

function leadOf(change: Change | undefined, attribute: string, keyWidth: number): Line {
  const { symbol, style } = change ? actionSymbols[change.action] : { symbol: '', style: 'plain' as const };
  return [span(`${symbol.padStart(3)} `, style), span(`${attribute.padEnd(keyWidth)} = `)];
}

/** On one line if that fits, else the new value below the old one. */
function transition(lead: Line, old: Line, next: Line, width: number): Line[] {
  const arrow = span('-> ', 'change');
  const whole = [...lead, ...old, span(' '), arrow, ...next];
  if (widthOf(whole) <= width) return [whole];
  const indent = spaces(widthOf(lead) - widthOf([arrow]));
  return [...hang(lead, old, width), ...hang([indent, arrow], next, width)];
}

function textOf(line: Line | undefined): string {
  return (line ?? []).map(({ text }) => text).join('');
}
