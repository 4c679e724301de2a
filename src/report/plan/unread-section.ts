import { byText } from '../../model';
import type { Plan } from '../../plan';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';

/** What could not be read is unknown, never empty: it is said before any diagnostic explains it. */
export function unreadSection({ unread }: Plan, width: number): Line[] {
  if (unread.length === 0) return [];
  const title = `Unread: ${counted(unread.length, 'subscription')} could not be read, so nothing is known or planned there`;
  const entries = unread.toSorted(byText(({ alias, scope }) => `${alias}\n${scope}`));
  return [
    ...hang([], [span(title, 'error')], width),
    ...entries.flatMap(({ alias, scope }) =>
      hang([spaces(4)], [span(`${inline(alias)} ${inline(scope)}`)], width, [spaces(6)]),
    ),
  ];
}
