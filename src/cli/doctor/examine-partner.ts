import { menders } from '../../channels';
import type { Declaration } from '../../configuration';
import { DiagnosticError } from '../../diagnostics';
import type { GroupAccess } from '../../model';
import type { RelationshipReader, SignIn } from '../../provider';
import type { Finding } from '../../report';
import { firstLine, found, unknown, waiting } from './findings';

/** That the customer has the partner as its reseller: without it AdminAgents' role in a subscription lets nobody in. */
export async function examineReseller(
  signIn: SignIn,
  { customer }: Declaration,
  relationships: RelationshipReader,
): Promise<Finding> {
  const link = 'reseller relationship';
  if (signIn.outcome !== 'signed-in') return waiting(link);
  return orUnknown(link, async () =>
    (await relationships.isCustomer(customer.tenant))
      ? found(link, `Partner Center has ${customer.id} as a customer.`)
      : {
          link,
          outcome: 'missing',
          detail: `Partner Center has no customer of tenant ${customer.tenant}: it was never accepted, or it ended.`,
          remedy: 'Request it, and have it accepted.',
          mendedBy: `${menders['partner-person']}, and ${menders['customer-global-admin']}`,
          next: `tilldela relationship request ${customer.id}`,
        },
  );
}

/** What lets a person of the partner in: a group that has a role in the relationship, and AdminAgents. */
export async function examineGroups(
  signIn: SignIn,
  access: readonly GroupAccess[],
  { partner }: Declaration,
  relationships: RelationshipReader,
): Promise<Finding[]> {
  const link = 'your groups';
  if (signIn.outcome !== 'signed-in') return [waiting(link)];
  const { kind, objectId, name = '' } = signIn.subject;
  if (kind !== 'person' || !objectId) return [];
  const { adminAgents } = partner;
  const delegated = access.filter(({ status }) => status === 'active').map(({ groupId }) => groupId);
  const finding = await orUnknown(link, async () => {
    const own = await relationships.memberGroups(objectId, [adminAgents, ...delegated]);
    const lacking = [
      ...(own.includes(adminAgents) ? [] : [`in AdminAgents (${adminAgents})`]),
      // Where no group has one, it is the relationship that lacks.
      ...(delegated.length === 0 || delegated.some((group) => own.includes(group))
        ? []
        : ['in a group that has a role in the relationship']),
    ];
    if (lacking.length === 0)
      return found(link, `${name} is in those that it takes, AdminAgents among them.`);
    return {
      link,
      outcome: 'missing',
      detail: `${name} is not ${lacking.join(', and not ')}.`,
      remedy: 'Take them into one that is both, or into each.',
      mendedBy: menders['partner-admin'],
    };
  });
  return [finding];
}

async function orUnknown(link: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    return unknown(link, firstLine(first?.detail ?? 'It could not be looked at.'));
  }
}
