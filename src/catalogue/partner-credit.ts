import type { Guid } from '../model';
import { findRole } from './find-role';
import type { BuiltInRoleName } from './built-in-roles';

/**
 * Whether a role held for a whole day keeps what it covers eligible for partner earned credit. Whether credit is earned,
 * no assignment says: a partner id has to be linked, and the offer has to be an eligible one.
 */
export type CreditEligibility = 'eligible' | 'not-eligible' | 'unknown';

/**
 * The bundled roles that Microsoft's list has; roles that it does not list are unknown.
 * Source: https://learn.microsoft.com/partner-center/billing/azure-roles-perms-pec, revision of 2022-11-08, whole, which agrees
 * with that of 2020-05-04 and with the beginning of the current page.
 */
const eligible: readonly BuiltInRoleName[] = [
  'AcrPull',
  'AcrPush',
  'Application Insights Component Contributor',
  'Automation Job Operator',
  'Automation Operator',
  'Azure Event Hubs Data Owner',
  'Azure Kubernetes Service Cluster Admin Role',
  'Azure Kubernetes Service Cluster User Role',
  'Azure Service Bus Data Owner',
  'Backup Contributor',
  'Backup Operator',
  'CDN Profile Contributor',
  'Cognitive Services Contributor',
  'Contributor',
  'Cost Management Contributor',
  'DNS Zone Contributor',
  'DocumentDB Account Contributor',
  'Key Vault Contributor',
  'Log Analytics Contributor',
  'Logic App Contributor',
  'Logic App Operator',
  'Managed Identity Contributor',
  'Managed Identity Operator',
  'Management Group Contributor',
  'Monitoring Contributor',
  'Monitoring Metrics Publisher',
  'Network Contributor',
  'Owner',
  'Reader and Data Access',
  'Redis Cache Contributor',
  'Resource Policy Contributor',
  'SQL DB Contributor',
  'SQL Managed Instance Contributor',
  'SQL Security Manager',
  'SQL Server Contributor',
  'Search Service Contributor',
  'Security Admin',
  'Site Recovery Contributor',
  'Site Recovery Operator',
  'Storage Account Contributor',
  'Storage Account Key Operator Service Role',
  'Storage Blob Data Contributor',
  'Storage Blob Data Owner',
  'Storage File Data SMB Share Contributor',
  'Storage Queue Data Contributor',
  'Support Request Contributor',
  'Traffic Manager Contributor',
  'User Access Administrator',
  'Virtual Machine Administrator Login',
  'Virtual Machine Contributor',
  'Virtual Machine User Login',
  'Web Plan Contributor',
  'Website Contributor',
];
const notEligible: readonly BuiltInRoleName[] = [
  'Backup Reader',
  'Billing Reader',
  'Cost Management Reader',
  'Log Analytics Reader',
  'Management Group Reader',
  'Monitoring Reader',
  'Reader',
  'Security Reader',
  'Site Recovery Reader',
  'Storage Blob Data Reader',
  'Storage File Data SMB Share Reader',
  'Storage Queue Data Reader',
];

/** Roles of the list that are not bundled, and may be held all the same, by their ids. */
const otherEligible: Readonly<Record<string, string>> = {
  'API Management Service Contributor': '312a565d-c81f-4fd8-895a-4e21e48d571c',
  'API Management Service Operator Role': 'e022efe7-f5ba-4159-bbe4-b44f577e9b61',
  AcrDelete: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11',
  AcrImageSigner: '6cef56e8-d556-48e5-a04f-b8e64114680f',
  AcrQuarantineWriter: 'c8d4ff99-41c3-41a8-9f60-21dfdad59608',
  'Application Insights Snapshot Debugger': '08954f03-6346-4c2e-81c0-ec3a5cfae23b',
  'Automation Runbook Operator': '5fb5aef8-1081-4b8e-bb16-9d5d0385bab5',
  'Avere Contributor': '4f8fab4f-1852-4a58-a46a-8eaf358af14a',
  'Avere Operator': 'c025889f-8102-4ebf-b32c-fc0c6f0c6bd9',
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde',
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975',
  'Azure Service Bus Data Receiver': '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0',
  'Azure Service Bus Data Sender': '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39',
  'Azure Stack Registration Owner': '6f12a6df-dd06-4f3e-bcb1-ce8be600526a',
  'BizTalk Contributor': '5e3c6656-6cfa-4708-81fe-0de47ac73342',
  'Blockchain Member Node Access (Preview)': '31a002a1-acaf-453e-8a5b-297c9ca1ea24',
  'Blueprint Contributor': '41077137-e803-4205-871c-5a86e6a753b4',
  'Blueprint Operator': '437d2ced-4a38-4302-8479-ed2bcb43d090',
  'CDN Endpoint Contributor': '426e0c7f-0c7e-4658-b36f-ff54d6c29b45',
  'Classic Network Contributor': 'b34d265f-36f7-4a0d-a4d4-e158ca92e90f',
  'Classic Storage Account Contributor': '86e8f5dc-a6e9-4c67-9d15-de283e8eac25',
  'Classic Storage Account Key Operator Service Role': '985d6b00-f706-48f5-a6fe-d0ca12fb668d',
  'Classic Virtual Machine Contributor': 'd73bb868-a0df-4d4d-bd69-98a00b01fccb',
  'Cosmos DB Operator': '230815da-be43-4aae-9cb4-875f7bd000aa',
  CosmosBackupOperator: 'db7b14f2-5adf-42da-9f96-f2ee17bab5cb',
  'Data Box Contributor': 'add466c9-e687-43fc-8d98-dfcf8d720be5',
  'Data Factory Contributor': '673868aa-7521-48a0-acc6-0f60742d39f5',
  'Data Lake Analytics Developer': '47b7735b-770e-4598-a7da-8b91488b4c88',
  'Data Purger': '150f5e0c-0603-4f03-8c7f-cf70034c4e90',
  'DevTest Labs User': '76283e04-6283-4c54-8f91-bcf1374a3c64',
  'EventGrid EventSubscription Contributor': '428e0ff0-5e57-4d9c-a221-2c70d0e0a443',
  'HDInsight Cluster Operator': '61ed4efc-fab3-44fd-b111-e24485cc132a',
  'HDInsight Domain Services Contributor': '8d8d5a11-05d3-4bda-a417-a08778121c7c',
  'Intelligent Systems Account Contributor': '03a6d094-3444-4b3d-88af-7477090a9e5e',
  'Lab Creator': 'b97fb8bc-a8b2-4522-a38b-dd33c7e65ead',
  'Managed Application Operator Role': 'c7393b34-138c-406f-901b-d8cf2b17e6ae',
  'New Relic APM Account Contributor': '5d28c62d-5b37-4476-8438-e587778df237',
  'Scheduler Job Collections Contributor': '188a0f2f-5c9e-469b-ae67-2aa5ce574b94',
  'Security Manager (Legacy)': 'e3d13bf0-dd5a-482e-ba6b-9b8433878d10',
  'Spatial Anchors Account Contributor': '8bbe83f1-e2a6-4df7-8cb4-4e04d4e5c827',
  'Spatial Anchors Account Owner': '70bbe301-9835-447d-afdd-19eb3167307c',
  'Storage Blob Delegator': 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
  'Storage File Data SMB Share Elevated Contributor': 'a7264617-510b-434b-a828-9731dc254ea7',
  'Storage Queue Data Message Processor': '8a0f0c08-91a1-4084-bc3d-661d67233fed',
  'Storage Queue Data Message Sender': 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a',
};
const otherNotEligible: Readonly<Record<string, string>> = {
  'API Management Service Reader Role': '71522526-b88f-4d52-b57f-d31fc3546d0d',
  AcrQuarantineReader: 'cdda3590-29a3-44f6-95f2-9f980659eb04',
  'Azure Maps Data Reader': '423170ca-a8f6-4b0f-8487-9e4eb8f49bfa',
  'CDN Endpoint Reader': '871e35f6-b5c1-49cc-a043-bde969a0f2cd',
  'CDN Profile Reader': '8f96442b-4075-438f-813d-ad51ab4019af',
  'Cognitive Services Data Reader': 'b59867f0-fa02-499b-be73-45a86b5b3e1c',
  'Cognitive Services User': 'a97b65f3-24c7-4388-baec-2e87135dc908',
  'Cosmos DB Account Reader Role': 'fbdf93bf-df7d-467e-a4d2-9458aa1360c8',
  'Data Box Reader': '028f4ed7-e2a9-465e-a8f4-9c0ffdfdc027',
  'EventGrid EventSubscription Reader': '2414bbcf-6497-4faf-8c65-045460748405',
  'Spatial Anchors Account Reader': '5d51204f-eb77-4b1c-b86a-2ec626c49413',
};

const listed = new Map<string | undefined, CreditEligibility>([
  ...[...eligible.map((name) => findRole(name)?.id), ...Object.values(otherEligible)].map(
    (id) => [id, 'eligible'] as const,
  ),
  ...[...notEligible.map((name) => findRole(name)?.id), ...Object.values(otherNotEligible)].map(
    (id) => [id, 'not-eligible'] as const,
  ),
]);

export function creditEligibility(role: Guid): CreditEligibility {
  return listed.get(role) ?? 'unknown';
}
