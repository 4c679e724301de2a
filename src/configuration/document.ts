import { z } from 'zod';
import {
  channelKinds,
  clouds,
  isManagementGroupName,
  origins,
  ownerships,
  parseCalendarDate,
  parseGuid,
  parseScope,
  principalTypes,
  type PrincipalReference,
} from '../model';

/** Version of our part of a synthesized configuration. */
const formatVersion = '1';

const parsed = <Value>(parse: (text: string) => Value | undefined, what: string) =>
  z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text}" is no ${what}` });
    return z.NEVER;
  });

const guid = parsed(parseGuid, 'GUID');
const scope = parsed(parseScope, 'scope');
const date = parsed(parseCalendarDate, 'date');
const managementGroup = z.string().refine(isManagementGroupName, 'no name of a management group');
const source = parsed((text) => {
  const [, file, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  return file ? { file, line: Number(line) } : undefined;
}, 'source position');

const principal = z
  .union([
    z.strictObject({ type: z.enum(principalTypes), objectId: guid }),
    z.strictObject({ type: z.literal('User'), userPrincipalName: z.string() }),
    z.strictObject({ type: z.literal('User'), mail: z.string() }),
    z.strictObject({ type: z.enum(['Group', 'ServicePrincipal']), displayName: z.string() }),
    z.strictObject({ type: z.literal('ServicePrincipal'), clientId: guid }),
  ])
  .transform((written): PrincipalReference => {
    if ('objectId' in written) return written;
    return { type: written.type, lookup: written };
  });

/** What Terraform has no word for: the part of a stack under `"//".tilldela`. */
const declaration = z.strictObject({
  formatVersion: z.literal(formatVersion),
  customer: z.strictObject({ id: z.string(), tenant: guid, domain: z.string().optional() }),
  partner: z.strictObject({
    tenant: guid,
    owner: guid,
    previousOwners: z.array(guid),
    otherOwners: z.array(guid),
    adminAgents: guid,
    helpdeskAgents: guid.optional(),
  }),
  cloud: z.enum(clouds),
  ownership: z.enum(ownerships),
  /** By alias, where it differs. */
  ownershipAt: z.record(z.string(), z.enum(ownerships)).default({}),
  reads: z.enum(channelKinds),
  writes: z.enum(channelKinds),
  subscriptions: z.record(z.string(), guid),
  managementGroups: z.record(z.string(), managementGroup).default({}),
  relationship: z
    .strictObject({
      roles: z.record(z.string(), z.array(guid)),
      autoExtend: z.boolean(),
      days: z.number().int(),
    })
    .optional(),
  grants: z.record(
    z.string(),
    z.strictObject({
      path: z.string(),
      source: source.optional(),
      because: z.string().optional(),
      until: date.optional(),
    }),
  ),
  /** What else was declared: custom roles and the like. */
  resources: z
    .record(
      z.string(),
      z.strictObject({
        path: z.string(),
        source: source.optional(),
        because: z.string().optional(),
        until: date.optional(),
        revoked: z.boolean().optional(),
        principalType: z.enum(principalTypes).optional(),
      }),
    )
    .default({}),
  ignore: z.array(
    z.strictObject({
      because: z.string(),
      origin: z.enum(origins).optional(),
      principal: principal.optional(),
      role: guid.optional(),
      scope: scope.optional(),
    }),
  ),
  accept: z.array(
    z.strictObject({ scope, principal, role: guid, by: z.string(), because: z.string(), until: date }),
  ),
  exceptions: z.array(
    z.strictObject({
      path: z.string(),
      because: z.string(),
      review: date.optional(),
      source: source.optional(),
    }),
  ),
});

const block = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), block));

/** A whole cdk.tf.json. Unknown keys are kept, so that they can be refused by name. */
export const configurationDocument = z.looseObject({
  '//': z.looseObject({ tilldela: declaration }),
  data: blocks.optional(),
  resource: blocks.optional(),
});

export type Declaration = z.infer<typeof declaration>;
export type ConfigurationDocument = z.infer<typeof configurationDocument>;
