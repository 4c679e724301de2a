import type { Lock } from '../../model';
import { isActionable, type Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';

/** What is there when a customer has left, as far as it is known. */
export interface Remains {
  /** Made after everything was done; before, where nothing is. */
  readonly plan: Plan;
  readonly isDone: boolean;
  /** When what is ours was taken. RFC 3339. */
  readonly goneOn?: string;
  /** What our constructs made and no removal took, such as a custom role that others have. */
  readonly kept: Lock['made'];
  readonly adminAgents: string;
  /** How it stands with delegated admin (GDAP), as a sentence. */
  readonly relationship: string;
  /** Files of the customer in the project. */
  readonly files: readonly string[];
}

/** One thing that remains, with who sees to it. */
export interface Remainder {
  readonly what:
    'ours' | 'access' | 'delegations' | 'pim' | 'relationship' | 'reseller' | 'consents' | 'files';
  readonly text: string;
}

/** A statement of what an offboarding leaves, each with who sees to it. */
export function renderRemains(remains: Remains, { width, color }: ReportContext): string {
  const { plan, isDone } = remains;
  const title = `${isDone ? 'What remains of' : 'What would remain of'} ${inline(plan.customer)}`;
  const entries = remaindersOf(remains).flatMap(({ text }): Line[] =>
    hang([span('  - ')], [span(text)], width),
  );
  return paint([...hang([], [span(title, 'heading')], width), ...entries], color);
}

export function remaindersOf(remains: Remains): Remainder[] {
  const { adminAgents, relationship, files } = remains;
  const { customer, unmanaged, delegations } = remains.plan;
  const own = unmanaged.filter(({ assignment }) => assignment.principalId === adminAgents).length;
  const others = unmanaged.length - own;
  const access = [
    own > 0 &&
      `AdminAgents ${inline(adminAgents)} has ${counted(own, 'assignment')} that this does not take: tilldela access ${inline(customer)}`,
    others > 0 && `${counted(others, 'assignment')} that nobody declared: not ours, and left as it is.`,
  ];
  const delegated =
    delegations.length > 0 &&
    `${counted(delegations.length, 'delegation')} over Azure Lighthouse that nobody declared.`;
  return [
    ...named('ours', oursIn(remains)),
    ...named('access', access),
    ...named('delegations', [delegated]),
    ...named('pim', [
      'Eligible assignments of Privileged Identity Management that the file does not declare: nothing in Azure says whose they are.',
    ]),
    ...named('relationship', [relationship]),
    ...named('reseller', [
      'The reseller relationship: Partner Center ends it once all subscriptions are cancelled or transferred.',
    ]),
    ...named('consents', [
      'Applications that the customer consented to: its administrator deletes them under Enterprise applications.',
    ]),
    ...named('files', [
      `In the project: ${files.map(inline).join(', ')}. Delete them together once nothing of ours is left.`,
    ]),
  ];
}

function oursIn({ plan, isDone, goneOn, kept }: Remains): (string | false)[] {
  const left = isDone ? plan.changes.filter(isActionable).length : 0;
  return [
    left > 0 && `${counted(left, 'thing')} of ours could not be removed: run this again.`,
    ...kept.map(
      ({ constructPath, id }) => `${inline(constructPath)} is left, since it is in use: ${inline(id)}`,
    ),
    ...plan.unread.map(({ alias }) =>
      goneOn === undefined
        ? `${inline(alias)} could not be read: what is there is not known.`
        : `${inline(alias)}: what is ours was taken on ${goneOn.slice(0, 10)}. Nobody of yours can read it any more.`,
    ),
  ];
}

function named(what: Remainder['what'], texts: readonly (string | false)[]): Remainder[] {
  return texts.flatMap((text) => (text === false ? [] : [{ what, text }]));
}
