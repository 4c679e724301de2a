import { allOf, type Answer } from './answer';
import type { Need, NeededAssignment } from './need';

/**
 * Whether a condition lets somebody do what they need to. Understood is the documented form, which `onlyAssign` writes and
 * the built-in roles have: for each operation what the assignment must be like, joined by AND. Of any other condition it
 * is `unknown` what it allows.
 * "Examples to delegate Azure role assignment management with conditions", learn.microsoft.com
 */
export function conditionAllows(condition: string, { operation, assignment }: Need): Answer {
  const parts = partsOf(condition.replace(/\s+/g, ' ').trim());
  if (!parts) return 'unknown';
  return allOf(
    parts
      .filter((part) => part.operation.toLowerCase() === operation.toLowerCase())
      .flatMap(({ clauses }) => clauses.map((clause) => clauseAllows(clause, assignment))),
  );
}

interface Part {
  readonly operation: string;
  readonly clauses: readonly string[];
}

/** `((!(ActionMatches{'…'})) OR (clause AND clause))`; a clause has no parentheses. */
const partForm = /^\( ?\( ?!\( ?ActionMatches ?\{ ?'([^'*]+)' ?\} ?\) ?\) ?OR ?\(([^()]*)\) ?\)/i;

function partsOf(condition: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let rest = condition;
  for (;;) {
    const [whole, operation, clauses] = partForm.exec(rest) ?? [];
    if (whole === undefined || operation === undefined || clauses === undefined) return undefined;
    parts.push({ operation, clauses: clauses.split(/ AND /i).map((clause) => clause.trim()) });
    rest = rest.slice(whole.length).trim();
    if (rest === '') return parts;
    const joined = /^AND ?(?=\()/i.exec(rest);
    if (!joined) return undefined;
    rest = rest.slice(joined[0].length);
  }
}

const clauseForm =
  /^@(Request|Resource)\[Microsoft\.Authorization\/roleAssignments:(\w+)\] ?ForAnyOf(Any|All)Values:(\w+) ?\{([^{}]*)\}$/i;

const attributes: Readonly<Record<string, (assignment: NeededAssignment) => string | undefined>> = {
  roledefinitionid: ({ role }) => role,
  principalid: ({ principalId }) => principalId,
  principaltype: ({ principalType }) => principalType,
};

function clauseAllows(clause: string, assignment: NeededAssignment | undefined): Answer {
  const [, , attribute = '', quantifier = '', operator = '', list = ''] = clauseForm.exec(clause) ?? [];
  const actual = assignment && attributes[attribute.toLowerCase()]?.(assignment)?.toLowerCase();
  const values = list.split(',').map(valueOf);
  if (actual === undefined || values.includes(undefined)) return 'unknown';
  const isListed = values.includes(actual);
  switch (`${quantifier}:${operator}`.toLowerCase()) {
    case 'any:guidequals':
    case 'any:stringequalsignorecase':
      return isListed ? 'yes' : 'no';
    case 'all:guidnotequals':
    case 'all:stringnotequalsignorecase':
      return isListed ? 'no' : 'yes';
    default:
      return 'unknown';
  }
}

/** A GUID, or a word in quotes, in lower case. */
function valueOf(text: string): string | undefined {
  return /^ ?'?([\w-]+)'? ?$/.exec(text)?.[1]?.toLowerCase();
}
