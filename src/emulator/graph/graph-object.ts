import type { Principal } from '../world/cloud';
import type { Group, ServicePrincipal, User } from '../world/world';

/** A directory object as Microsoft Graph writes it. */
export type GraphObject = Readonly<Record<string, unknown>> & { readonly id: string };

const types = {
  User: '#microsoft.graph.user',
  Group: '#microsoft.graph.group',
  ServicePrincipal: '#microsoft.graph.servicePrincipal',
} as const;

/** Source: https://learn.microsoft.com/graph/api/user-list: what a user has unless `$select` asks for more. */
const defaultUserProperties = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Every property that the emulator has for an object. */
export function graphObjectOf(principal: Principal): GraphObject {
  switch (principal.type) {
    case 'User':
      return userObject(principal.object);
    case 'Group':
      return groupObject(principal.object);
    case 'ServicePrincipal':
      return servicePrincipalObject(principal.object);
  }
}

/** The kind of an object, for answers that can hold several. */
export function odataTypeOf(principal: Principal): string {
  return types[principal.type];
}

/** @param select names of the properties wanted; absent: those that Graph gives by default */
export function selectProperties(
  principal: Principal,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const object = graphObjectOf(principal);
  const wanted = select ?? (principal.type === 'User' ? defaultUserProperties : Object.keys(object));
  return Object.fromEntries(wanted.filter((name) => name in object).map((name) => [name, object[name]]));
}

function userObject(user: User): GraphObject {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: null,
    jobTitle: null,
    mail: user.mail ?? null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: null,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: true,
    mailNickname: user.userPrincipalName.split('@')[0],
    otherMails: user.otherMails ?? [],
    userType: user.userType ?? 'Member',
  };
}

function groupObject(group: Group): GraphObject {
  return {
    id: group.id,
    displayName: group.displayName,
    description: null,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: group.mailEnabled ?? false,
    mailNickname: group.displayName.replaceAll(/[^A-Za-z0-9]/g, ''),
    onPremisesSyncEnabled: null,
    securityEnabled: group.securityEnabled ?? true,
    visibility: null,
  };
}

function servicePrincipalObject(servicePrincipal: ServicePrincipal): GraphObject {
  return {
    id: servicePrincipal.id,
    accountEnabled: true,
    appDisplayName: servicePrincipal.displayName,
    appId: servicePrincipal.appId,
    appRoleAssignmentRequired: false,
    displayName: servicePrincipal.displayName,
    servicePrincipalNames: [servicePrincipal.appId],
    servicePrincipalType: servicePrincipal.servicePrincipalType ?? 'Application',
    tags: [],
  };
}
