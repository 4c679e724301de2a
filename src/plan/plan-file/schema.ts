import { z } from 'zod';
import { doubts, reasons, type DoubtCode, type ReasonCode } from '../../channels';
import {
  channelKinds,
  clouds,
  origins,
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  principalTypes,
  type Guid,
  type NaturalKey,
} from '../../model';
import { isDiagnosticCode, type DiagnosticCode } from '../../diagnostics';

/** Version of our part of the file. Terraform's part has a version of its own. */
export const planFileFormat = '1';

const parsed = <Value>(parse: (text: string) => Value | undefined, what: string) =>
  z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text}" is no ${what}` });
    return z.NEVER;
  });

const guid = parsed(parseGuid, 'GUID');
const scope = parsed(parseScope, 'scope');
const naturalKey = z.string().transform((text) => text as NaturalKey);
const sourcePosition = z.object({ file: z.string(), line: z.number().int() });

const diagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  code: parsed<DiagnosticCode>((text) => (isDiagnosticCode(text) ? text : undefined), 'diagnostic code'),
  summary: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  customer: z.string().optional(),
  address: z.string().optional(),
  constructPath: z.string().optional(),
  source: sourcePosition.optional(),
});

/** What Azure tells of an assignment beyond Terraform's attributes. */
const existing = z.object({
  createdOn: z.string().optional(),
  createdBy: z.string().optional(),
  delegatedManagedIdentityResourceId: z.string().optional(),
});

const assignment = existing.extend({
  id: z.string(),
  tenantId: guid,
  scope,
  role: parsed<Guid>(parseRoleDefinitionGuid, 'role'),
  principalId: guid,
  principalType: z.enum(principalTypes),
  condition: z.string().optional(),
  conditionVersion: z.string().optional(),
  description: z.string().optional(),
  name: guid,
});

const unmanaged = z.intersection(
  z.object({ assignment, origin: z.enum(origins), isOurs: z.boolean(), reaches: z.array(guid).optional() }),
  z.discriminatedUnion('standing', [
    z.object({ standing: z.literal('drift') }),
    z.object({ standing: z.literal('outside') }),
    z.object({ standing: z.literal('ignored'), because: z.string() }),
    z.object({ standing: z.literal('accepted'), because: z.string(), by: z.string(), until: z.string() }),
    z.object({ standing: z.literal('held-back'), because: z.string() }),
  ]),
);

const delegation = z.object({
  id: z.string(),
  scope,
  offer: z.string(),
  managingTenant: guid,
  managingTenantName: z.string().optional(),
  authorizations: z.array(
    z.object({ principalId: guid, displayName: z.string().optional(), role: guid, isEligible: z.boolean() }),
  ),
});

/** What we say of one change beyond Terraform's form. */
const changeNote = z.object({
  address: z.string(),
  naturalKey: naturalKey.optional(),
  dependsOn: z.array(z.string()),
  makesRoomBefore: z.array(z.string()).optional(),
  reason: z.string().optional(),
  adopting: z.boolean().optional(),
  changed: z.array(z.string()).optional(),
  constructPath: z.string().optional(),
  source: sourcePosition.optional(),
  because: z.string().optional(),
  until: z.string().optional(),
  channel: z.enum(channelKinds).optional(),
  doubt: z.enum(Object.keys(doubts) as DoubtCode[]).optional(),
  handOff: z.enum([...(Object.keys(reasons) as ReasonCode[]), 'after_hand_off']).optional(),
  existing: existing.optional(),
});

const permissions = z.object({
  actions: z.array(z.string()),
  notActions: z.array(z.string()),
  dataActions: z.array(z.string()),
  notDataActions: z.array(z.string()),
});

/** What checks go by beyond the changes. */
const facts = z.object({
  declaredGrants: z.number().int(),
  principals: z.record(z.string(), z.enum(['exists', 'guest', 'missing'])),
  partnerGroups: z.array(guid),
  above: z.record(z.string(), z.array(z.string())),
  customRoles: z.record(z.string(), z.array(permissions)),
  runner: z.object({ objectId: guid, principals: z.array(guid), groupsKnown: z.boolean() }).optional(),
});

const customerPlan = z.object({
  customer: z.string(),
  tenantId: guid,
  cloud: z.enum(clouds),
  owner: guid,
  asOf: z.string(),
  subscriptions: z.array(z.object({ alias: z.string(), subscriptionId: guid })),
  managementGroups: z.array(z.object({ alias: z.string(), managementGroup: z.string() })),
  writes: z.enum(channelKinds),
  configurationDigest: z.string(),
  changes: z.array(changeNote),
  unmanaged: z.array(unmanaged),
  unread: z.array(z.object({ alias: z.string(), scope, diagnostic })),
  delegations: z.array(delegation),
  diagnostics: z.array(diagnostic),
  names: z.record(z.string(), z.string()),
  facts,
});

const attributes = z.record(z.string(), z.unknown());

/** The part of Terraform's plan JSON that is read back. */
const resourceChange = z.object({
  address: z.string(),
  type: z.string(),
  change: z.object({
    actions: z.array(z.string()),
    before: attributes.nullable(),
    after: attributes.nullable(),
  }),
});

export const planFileSchema = z.object({
  resource_changes: z.array(resourceChange),
  tilldela: z.object({ customers: z.array(customerPlan) }),
});

export type ResourceChange = z.infer<typeof resourceChange>;
export type ChangeNote = z.infer<typeof changeNote>;
export type CustomerPlan = z.infer<typeof customerPlan>;
