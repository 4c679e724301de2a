import { isActionable, type Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { inline } from '../terminal/neutralise';
import { paint } from '../terminal/paint';
import { span, type Line } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { counted } from '../words/assignment-words';

/** What is there when a customer has left, as far as it is known. */
interface Remains {
  /** Made after everything was done; undefined before. */
  readonly plan: Plan;
  readonly isDone: boolean;
  readonly adminAgents: string;
  /** How it stands with delegated admin (GDAP), as a sentence. */
  readonly relationship: string;
  /** Files of the customer in the project. */
  readonly files: readonly string[];
}

/** A statement of what an offboarding leaves, each with who sees to it. */
export function renderRemains(remains: Remains, { width, color }: ReportContext): string {
  const { plan, isDone } = remains;
  const title = `${isDone ? 'What remains of' : 'What would remain of'} ${inline(plan.customer)}`;
  const entries = remainsOf(remains).flatMap((text): Line[] => hang([span('  - ')], [span(text)], width));
  return paint([...hang([], [span(title, 'heading')], width), ...entries], color);
}

function remainsOf({ plan, isDone, adminAgents, relationship, files }: Remains): readonly string[] {
  const { customer, unmanaged, unread, delegations } = plan;
  const ours = isDone ? plan.changes.filter(isActionable).length : 0;
  const own = unmanaged.filter(({ assignment }) => assignment.principalId === adminAgents).length;
  const others = unmanaged.length - own;
  return [
    ...(ours > 0 ? [`${counted(ours, 'thing')} of ours could not be removed: run this again.`] : []),
    ...unread.map(({ alias }) => `${inline(alias)} could not be read: what is there is not known.`),
    ...(own > 0
      ? [
          `AdminAgents ${inline(adminAgents)} has access that no file ever declared: tilldela partner-access revoke ${inline(customer)}`,
        ]
      : []),
    ...(others > 0
      ? [`${counted(others, 'assignment')} that nobody declared: not ours, and left as it is.`]
      : []),
    ...(delegations.length > 0
      ? [`${counted(delegations.length, 'delegation')} over Azure Lighthouse that nobody declared.`]
      : []),
    'Eligible and active assignments of Privileged Identity Management: they are not removed by this; revoke them in the file first.',
    relationship,
    'The reseller relationship: Partner Center ends it once all subscriptions are cancelled or transferred.',
    'Applications that the customer consented to: its administrator deletes them under Enterprise applications.',
    `In the project: ${files.map(inline).join(', ')}. Delete them together once nothing of ours is left.`,
  ];
}
