import { lookupName, type ExistingRoleAssignment, type Origin } from '../model';
import { lookupOf, type FoundAccess } from './found-access';
import { list, object, string, type Code } from './layout';
import { inComment } from './literals';

/** An assignment that the file does not declare. */
export interface LeftOut {
  readonly assignment: ExistingRoleAssignment;
  readonly why: string;
}

/** Access that comes and goes by itself: declared, it would stay or be made again. */
const ignorable: readonly (readonly [Origin, string])[] = [
  ['policy-identity', 'Azure Policy makes and removes these itself'],
  ['managed-app-identity', 'the managed application makes and removes these itself'],
  ['pim-activated', 'activated for a while, and ends by itself'],
];

/** Where access comes from that a grant can declare. */
const declarable: readonly Origin[] = [
  'direct',
  'unknown',
  'own-foreign-principal',
  'other-foreign-principal',
];

const reasons: Readonly<Record<string, string>> = {
  inherited: 'it is assigned above what this file declares',
  'other-owner': 'it belongs to another owner',
  orphan: 'its principal no longer exists',
  'pim-scheduled': 'Privileged Identity Management ends it',
  ...Object.fromEntries(ignorable),
};

/** Why access of this origin is no grant; undefined where it is one. */
export function whyLeftOut(origin: Origin): string | undefined {
  return declarable.includes(origin) ? undefined : (reasons[origin] ?? `its origin is ${origin}`);
}

/** The rules that leave such access out of drift; undefined where none was found. */
export function ignoreRules({ assignments }: Pick<FoundAccess, 'assignments'>): Code | undefined {
  const found = new Set(assignments.map(({ origin }) => origin));
  const rules = ignorable
    .filter(([origin]) => found.has(origin))
    .map(([origin, because]) =>
      object([
        ['origin', string(origin)],
        ['because', string(because)],
      ]),
    );
  return rules.length > 0 ? list(rules) : undefined;
}

/** Comment lines about what the file does not declare. */
export function leftOutLines(leftOut: readonly LeftOut[], found: FoundAccess): readonly string[] {
  if (leftOut.length === 0) return [];
  return [
    'Also found, and not declared:',
    ...leftOut.map(({ assignment, why }) => {
      const role = found.roles.find(assignment.role)?.name ?? `role ${assignment.role}`;
      return `- ${role} of ${nameOf(assignment, found)} at ${assignment.scope}: ${why}`;
    }),
  ].map((line) => `// ${inComment(line)}`);
}

function nameOf(assignment: ExistingRoleAssignment, { principals }: FoundAccess): string {
  const { principalId } = assignment;
  const lookup = lookupOf(assignment, principals);
  return lookup ? `${lookupName(lookup)} (${principalId})` : principalId;
}
