import { parseGuid, type Guid } from '../model';

/**
 * Template ids of the roles of Entra ID that partners ask for, by the names that Azure shows. Others go by their id.
 * Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
const templateIds = {
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Application Developer': 'cf1c38e5-3621-4004-a7cb-879624dced7c',
  'Authentication Administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'Billing Administrator': 'b0f54661-2d74-4c50-afa3-1ec803f12efe',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Cloud Device Administrator': '7698a772-787b-4ac8-901f-60d6b08affd2',
  'Compliance Administrator': '17315797-102d-40b4-93e0-432062caca18',
  'Conditional Access Administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'Directory Readers': '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'Directory Writers': '9360feb5-f418-4baa-8175-e2a00bac4301',
  'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'Guest Inviter': '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'Intune Administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
  'License Administrator': '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'Message Center Reader': '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b',
  'Office Apps Administrator': '2b745bdf-0803-4d80-aa65-822c4493daac',
  'Password Administrator': '966707d0-3269-4727-9be2-8c3a10f19b9d',
  'Power Platform Administrator': '11648597-926c-4cf3-9c36-bcebb0ba8dcc',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Security Operator': '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Service Support Administrator': 'f023fd81-a637-4b56-95fd-791ac0226033',
  'SharePoint Administrator': 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
  'Teams Administrator': '69091246-20e8-4a56-aa4d-066075b2a7a8',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
} as const;

/** A role of Entra ID, not of Azure: its name, or its template id where it is none of these. */
export type EntraRole = keyof typeof templateIds | (string & {});

export const entraRoleNames: readonly string[] = Object.keys(templateIds);

/** No relationship that has it can extend itself. */
export const globalAdministrator = templateIds['Global Administrator'] as Guid;

const idsByName = new Map(
  Object.entries(templateIds).map(([name, id]) => [name.toLowerCase(), id as string as Guid]),
);
const namesById = new Map<string, string>(Object.entries(templateIds).map(([name, id]) => [id, name]));

/** The template id of a role that is known by this name, in any letter case, or that is an id. */
export function entraRoleId(role: EntraRole): Guid | undefined {
  return idsByName.get(role.toLowerCase()) ?? parseGuid(role);
}

/** The name, or the id of a role that is not known by name. */
export function entraRoleName(id: Guid): string {
  return namesById.get(id) ?? id;
}
