import { compareText } from '../../model';
import { doubtWords, handOffWords, isAdopting, type Change, type ChangeReason } from '../../plan';
import { inline, quoted } from '../terminal/neutralise';
import { solid, span, type Line, type Style } from '../terminal/span';
import { hang } from '../terminal/wrap-line';

/** The symbol of an action, Terraform's, and its style. Adopting has none: Azure is not written to. */
export const actionSymbols: Record<Change['action'], { readonly symbol: string; readonly style: Style }> = {
  'no-op': { symbol: '', style: 'adopt' },
  create: { symbol: '+', style: 'add' },
  update: { symbol: '~', style: 'change' },
  replace: { symbol: '+/-', style: 'destroy' },
  delete: { symbol: '-', style: 'destroy' },
};

const reasonWords: Record<ChangeReason, string | undefined> = {
  'not-in-azure': undefined,
  'condition-differs': undefined,
  'attributes-differ': undefined,
  'adopted-assignment-differs': 'it was adopted and its declaration now gives other access',
  'no-longer-declared': 'no longer declared',
  revoked: 'the declaration takes it back',
  'grant-ended': 'the last day of the grant is over',
  'undeclared-under-full-ownership': 'nobody declared it, and ownership is full',
};

/** The comment lines above a change: what will happen, why, and after what. */
export function changeTitle(change: Change, customer: string, width: number): Line[] {
  const fate = fateOf(change);
  const title = [span(`${inline(customer)}: `), solid(inline(change.address)), span(' '), ...fate];
  return [
    ...comment(
      title.map((part) => ({ ...part, style: part.style === 'plain' ? 'heading' : part.style })),
      width,
    ),
    ...notesOf(change).flatMap((note) => comment(note, width)),
  ];
}

function comment(line: Line, width: number): Line[] {
  const lead = [span('  # ', 'heading')];
  return hang(lead, line, width, lead);
}

function fateOf(change: Change): Line {
  const { style } = actionSymbols[change.action];
  switch (change.action) {
    case 'create':
      return [span('will be '), span('created', style)];
    case 'update':
      return isAdopting(change)
        ? [
            span('exists under another name and will be '),
            span('adopted', 'adopt'),
            span(' and '),
            span('updated in place', style),
          ]
        : [span('will be '), span('updated in place', style)];
    case 'replace':
      return [span('must be '), span('replaced', style)];
    case 'delete':
      return [span('will be '), span('destroyed', style)];
    case 'no-op':
      return [
        span('exists under another name and will be '),
        span('adopted', style),
        span(' (nothing is written to Azure)'),
      ];
  }
}

function notesOf(change: Change): Line[] {
  const reason = 'reason' in change ? reasonWords[change.reason] : undefined;
  const until = 'until' in change ? change.until : undefined;
  const dependsOn = [...change.dependsOn].sort(compareText);
  return [
    ...(reason ? [[span(`(${reason})`, 'quiet')]] : []),
    ...(change.because === undefined ? [] : [[span(`(because: ${quoted(change.because)})`, 'quiet')]]),
    ...(until === undefined ? [] : [[span(`(until the end of ${inline(until)})`, 'quiet')]]),
    ...makingNotes(change),
    ...roomNotes(change),
    ...dependsOn.map((address) => [
      span('(after: ', 'quiet'),
      solid(inline(address), 'quiet'),
      span(')', 'quiet'),
    ]),
  ];
}

/** Only where somebody may be without access in between: else the order is nobody's concern. */
function roomNotes({ makesRoomBefore = [] }: Change): Line[] {
  if (makesRoomBefore.length === 0) return [];
  const grants = [...makesRoomBefore].sort(compareText).map((address) => solid(inline(address), 'warning'));
  return [
    [span("(removed before the grants, to make room at Azure's limit)", 'warning')],
    ...grants.map((address) => [span('(before: ', 'warning'), address, span(')', 'warning')]),
  ];
}

/** Only what is out of the ordinary: over which channel the changes go, the head of the plan says. */
function makingNotes({ handOff, doubt }: Change): Line[] {
  if (handOff) {
    const { because, remedy, mendedBy } = handOffWords(handOff);
    return [[span('(handed off: ', 'warning'), span(`${because} ${remedy} By ${mendedBy}.)`, 'warning')]];
  }
  if (doubt) return [[span(`(it is not known whether it can be made: ${doubtWords(doubt)})`, 'quiet')]];
  return [];
}
