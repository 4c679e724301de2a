import { entraRoleName } from '../../catalogue';
import type { Guid } from '../../model';
import type { RelationshipReading } from '../relationship/relationship-reading';
import { differenceWords } from '../relationship/relationship-words';
import { reportFormatVersion } from './report-value';

/** What `tilldela relationship status --json` says. Roles are those of Entra ID. */
export function relationshipReport(readings: readonly RelationshipReading[], cloud: string) {
  return { formatVersion: reportFormatVersion, cloud, customers: readings.map(valueOf) };
}

function valueOf(reading: RelationshipReading) {
  const { customer, tenantId, isDeclared, standing, access, differences, groupNames } = reading;
  const nameOf = (groupId: Guid) => groupNames.get(groupId) ?? groupId;
  return {
    customer,
    tenantId,
    declared: isDeclared,
    standing: standing.kind,
    relationship: standing.kind === 'missing' ? null : relationshipValue(standing.relationship),
    daysLeft: 'daysLeft' in standing ? (standing.daysLeft ?? null) : null,
    access: access.map(({ groupId, roles, status }) => ({
      groupId,
      group: groupNames.get(groupId) ?? null,
      status,
      roles: roles.map(roleValue),
    })),
    differences: differences.map((difference) => ({
      kind: difference.kind,
      text: differenceWords(difference, nameOf),
    })),
  };
}

function relationshipValue(
  relationship: Extract<RelationshipReading['standing'], { relationship: unknown }>['relationship'],
) {
  const { id, displayName, status, roles, extendsItself, createdOn, endsOn = null } = relationship;
  return { id, displayName, status, createdOn, endsOn, extendsItself, roles: roles.map(roleValue) };
}

function roleValue(id: Guid) {
  return { id, name: entraRoleName(id) };
}
