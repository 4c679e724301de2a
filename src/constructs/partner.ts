import { parseGuid, type Guid, type PartnerIdentity } from '../model';
import type { ForeignPrincipal } from './principals';
import type { RelationshipProps } from './relationship-props';
import type { Report } from './report';

/** What a partner says of itself, once for all customers. All ids are GUIDs. */
export interface PartnerProps {
  /** Tenant id of the partner. */
  readonly tenant: string;
  /**
   * Marks the assignments that this declaration makes, so that they are recognised without a state file. Made by
   * `tilldela init`; never change it without listing the old one in `previousOwners`.
   */
  readonly owner: string;
  /** Object id of the AdminAgents group in the partner's tenant. Every CSP subscription is born with it as Owner. */
  readonly adminAgents: string;
  /** Object id of the HelpdeskAgents group in the partner's tenant. */
  readonly helpdeskAgents?: string;
  /** Earlier values of `owner`. Their assignments count as ours and keep their names. Default: none. */
  readonly previousOwners?: readonly string[];
  /** Owners of other teams of the partner. Their assignments are recognised and never touched. Default: none. */
  readonly otherOwners?: readonly string[];
  /** What every customer is asked to delegate whose stack does not say otherwise. Default: nothing. */
  readonly relationship?: RelationshipProps;
}

/** The partner, as customer stacks and grants use it. Plain data. */
export interface Partner {
  readonly tenant: string;
  readonly owner: string;
  readonly adminAgents: ForeignPrincipal;
  readonly helpdeskAgents?: ForeignPrincipal;
  readonly previousOwners: readonly string[];
  readonly otherOwners: readonly string[];
  readonly relationship?: RelationshipProps;
}

/** A partner that has named its HelpdeskAgents group. */
export interface PartnerWithHelpdesk extends Partner {
  readonly helpdeskAgents: ForeignPrincipal;
}

/** Defines the partner. Mistakes in it are reported by each customer stack that uses it. */
export function definePartner(props: PartnerProps & { readonly helpdeskAgents: string }): PartnerWithHelpdesk;
export function definePartner(props: PartnerProps): Partner;
export function definePartner(props: PartnerProps): Partner {
  const {
    tenant,
    owner,
    adminAgents,
    helpdeskAgents,
    previousOwners = [],
    otherOwners = [],
    relationship,
  } = props;
  return {
    tenant,
    owner,
    adminAgents: foreignGroup(adminAgents),
    ...(helpdeskAgents !== undefined && { helpdeskAgents: foreignGroup(helpdeskAgents) }),
    previousOwners,
    otherOwners,
    ...(relationship && { relationship }),
  };
}

function foreignGroup(objectId: string): ForeignPrincipal {
  return { type: 'ForeignGroup', objectId };
}

/** The partner with all ids parsed, or undefined after reporting every id that is none. */
export function parsePartner(partner: Partner, report: Report): PartnerIdentity | undefined {
  const parse = (key: string, text: string): Guid | undefined =>
    parseGuid(text) ?? report('malformed_id', `\`${key}\` in definePartner is "${text}".`);
  const parseAll = (key: string, texts: readonly string[]) => texts.map((text) => parse(key, text));

  const tenantId = parse('tenant', partner.tenant);
  const owner = parse('owner', partner.owner);
  const adminAgents = parse('adminAgents', partner.adminAgents.objectId);
  const helpdeskAgents = partner.helpdeskAgents && parse('helpdeskAgents', partner.helpdeskAgents.objectId);
  const previousOwners = parseAll('previousOwners', partner.previousOwners);
  const otherOwners = parseAll('otherOwners', partner.otherOwners);
  if (!tenantId || !owner || !adminAgents) return undefined;
  if (!allParsed(previousOwners) || !allParsed(otherOwners)) return undefined;
  if (partner.helpdeskAgents && !helpdeskAgents) return undefined;
  return {
    tenantId,
    owner,
    previousOwners,
    otherOwners,
    adminAgents,
    ...(helpdeskAgents && { helpdeskAgents }),
  };
}

function allParsed(ids: readonly (Guid | undefined)[]): ids is readonly Guid[] {
  return !ids.includes(undefined);
}
