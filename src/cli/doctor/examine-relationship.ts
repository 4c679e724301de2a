import { menders } from '../../channels';
import type { Declaration } from '../../configuration';
import { DiagnosticError, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import type { Guid } from '../../model';
import { createRelationshipReader } from '../../provider';
import type { RelationshipDifference } from '../../relationship';
import { differenceWords, endWords, type Finding } from '../../report';
import { readState, remarksOn, type RelationshipState } from '../relationship-state';
import type { Target } from '../target';
import { found, unknown } from './findings';

const link = 'relationship (GDAP)';

/** How it stands with the customer, where people of the partner act in its tenant or something of it is declared. */
export async function examineRelationship(
  declaration: Declaration,
  target: Target,
  asOf: string,
): Promise<Finding[]> {
  const { customer, partner, reads, writes, relationship } = declaration;
  if (!relationship && reads !== 'aobo' && writes !== 'aobo') return [];
  const relationships = createRelationshipReader(ofItsOwn(target, partner.tenant));
  const party = {
    tenantId: customer.tenant,
    name: customer.id,
    file: { reads, writes },
    declared: relationship,
  };
  try {
    return findingsOf(await readState({ relationships, asOf }, party));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ detail, hint }) => ({
      ...unknown(link, firstLine(detail)),
      ...(hint && { next: firstLine(hint) }),
    }));
  }
}

/** With a login of its own: the SDK would hand out what it keeps of a person's sign-in to the customer's tenant. */
function ofItsOwn({ environment, secret, login }: Target, partnerTenant: Guid) {
  return { environment, partnerTenant, ...(secret && { secret }), ...(login && { login: { ...login } }) };
}

function findingsOf(state: RelationshipState): Finding[] {
  const { party, standing, differences } = state;
  const remarks = remarksOn(state).map(remarkFinding);
  const differing = differences.flatMap((difference) => differenceFinding(difference, party.name));
  if (remarks.length + differing.length > 0) return [...remarks, ...differing];
  if (standing.kind === 'missing') return [found(link, 'None is needed.')];
  const { displayName } = standing.relationship;
  const groups = party.declared ? ' Its groups have the declared roles.' : '';
  return [found(link, `"${displayName}" is active, until ${endWords(standing)}.${groups}`)];
}

interface Mending {
  readonly outcome: Finding['outcome'];
  readonly remedy: string;
  readonly mendedBy: string;
}

const again: Mending = {
  outcome: 'missing',
  remedy: 'Request one, and have it approved.',
  mendedBy: `${menders['partner-admin']} and ${menders['customer-global-admin']}`,
};

/** What works today and will not go on by itself is no missing link. */
const mendings: Partial<Record<DiagnosticCode, Mending>> = {
  relationship_pending: {
    outcome: 'missing',
    remedy: 'Have it approved.',
    mendedBy: menders['customer-global-admin'],
  },
  relationship_expiring: {
    outcome: 'warning',
    remedy: 'Let it extend itself.',
    mendedBy: menders['partner-admin'],
  },
  global_administrator_delegated: {
    outcome: 'warning',
    remedy: 'Give that role up.',
    mendedBy: menders['partner-admin'],
  },
};

function remarkFinding({ code, detail, hint }: Diagnostic): Finding {
  return { link, ...(mendings[code] ?? again), detail: firstLine(detail), ...(hint && { next: hint }) };
}

/** Access that nobody declared stops nothing, and Global Administrator is remarked on above. */
function differenceFinding(difference: RelationshipDifference, name: string): Finding[] {
  const detail = differenceWords(difference, (groupId) => groupId);
  const apply = {
    remedy: 'Give groups what is declared.',
    mendedBy: menders['partner-admin'],
    next: `tilldela relationship apply ${name}`,
  };
  switch (difference.kind) {
    case 'not-delegated':
      return [{ link, ...again, detail, next: `tilldela relationship request ${name}` }];
    case 'missing':
    case 'changed':
      return [{ link, outcome: 'missing', detail, ...apply }];
    case 'extension':
      return [{ link, outcome: 'warning', detail, ...apply, remedy: 'Change it.' }];
    case 'global-administrator':
    case 'undeclared':
      return [];
  }
}

/** What follows on further lines are links for the customer and ids for support. */
function firstLine(detail: string): string {
  return detail.split('\n', 1)[0] ?? '';
}
