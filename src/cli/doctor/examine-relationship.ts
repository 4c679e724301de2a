import { menders } from '../../channels';
import type { Declaration } from '../../configuration';
import { DiagnosticError, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import type { GroupAccess } from '../../model';
import type { RelationshipReader } from '../../provider';
import type { RelationshipDifference } from '../../relationship';
import { differenceWords, endWords, type Finding } from '../../report';
import { readState, remarksOn, type RelationshipState } from '../relationship-state';
import { firstLine, found, unknown } from './findings';

const link = 'relationship (GDAP)';

interface ExaminedRelationship {
  readonly findings: Finding[];
  /** Of groups, while it is active. */
  readonly access: readonly GroupAccess[];
}

/** How it stands with the customer. */
export async function examineRelationship(
  declaration: Declaration,
  relationships: RelationshipReader,
  asOf: string,
): Promise<ExaminedRelationship> {
  const { customer, reads, writes, relationship } = declaration;
  const party = {
    tenantId: customer.tenant,
    name: customer.id,
    file: { reads, writes },
    declared: relationship,
  };
  try {
    const state = await readState({ relationships, asOf }, party);
    return { findings: findingsOf(state), access: state.access };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const findings = error.diagnostics.map(({ detail, hint }) => ({
      ...unknown(link, firstLine(detail)),
      ...(hint && { next: firstLine(hint) }),
    }));
    return { findings, access: [] };
  }
}

function findingsOf(state: RelationshipState): Finding[] {
  const { party, standing, differences } = state;
  const remarks = remarksOn(state).map(remarkFinding);
  const differing = differences.flatMap((difference) => differenceFinding(difference, party.name));
  if (remarks.length + differing.length > 0) return [...remarks, ...differing];
  if (standing.kind === 'missing') return [found(link, 'None is needed.')];
  if (state.access.length === 0) return [nobodyIn(party.name)];
  const { displayName } = standing.relationship;
  const groups = party.declared ? ' Its groups have the declared roles.' : '';
  return [found(link, `"${displayName}" is active, until ${endWords(standing)}.${groups}`)];
}

/** Where nothing is declared, nothing differs. */
function nobodyIn(name: string): Finding {
  return {
    link,
    outcome: 'missing',
    detail: 'It is active, and no group of yours has a role in it, so that it lets nobody in.',
    remedy: 'Declare `relationship`, which group has which role, and apply it.',
    mendedBy: menders['partner-admin'],
    next: `tilldela relationship apply ${name}`,
  };
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
