import { byText, describeScope } from '../../model';
import type { Plan, UnreadScope } from '../../plan';
import { inline } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';

/** What could not be read is unknown, never empty: it is said before any diagnostic explains it. */
export function unreadSection({ unread }: Plan, width: number): Line[] {
  if (unread.length === 0) return [];
  const title = `Unread: ${whatIsUnread(unread)} could not be read, so nothing is known or planned there`;
  const entries = unread.toSorted(byText(({ alias, scope }) => `${alias}\n${scope}`));
  return [
    ...hang([], [span(title, 'error')], width),
    ...entries.flatMap(({ alias, scope }) =>
      hang([spaces(4)], [span(`${inline(alias)} ${inline(scope)}`)], width, [spaces(6)]),
    ),
  ];
}

function whatIsUnread(unread: readonly UnreadScope[]): string {
  const groups = unread.filter(({ scope }) => describeScope(scope)?.kind === 'management-group').length;
  const subscriptions = unread.length - groups;
  return [
    ...(subscriptions > 0 ? [counted(subscriptions, 'subscription')] : []),
    ...(groups > 0 ? [counted(groups, 'management group')] : []),
  ].join(' and ');
}
