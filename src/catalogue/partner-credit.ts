import type { Guid } from '../model';
import { findRole } from './find-role';
import type { BuiltInRoleName } from './built-in-roles';

/**
 * Whether a role held for a whole day keeps what it covers eligible for partner earned credit. Whether credit is earned,
 * no assignment says: a partner id has to be linked, and the offer has to be an eligible one.
 */
export type CreditEligibility = 'eligible' | 'not-eligible' | 'unknown';

/**
 * Every bundled role that Microsoft's list has; roles that it does not list are unknown.
 * Source: https://learn.microsoft.com/partner-center/billing/azure-roles-perms-pec, the revision of 2020-05-04 compared role by
 * role on 2026-11-23; of the current page only the beginning could be read, and agrees.
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

const listed = new Map<Guid | undefined, CreditEligibility>([
  ...eligible.map((name) => [findRole(name)?.id, 'eligible'] as const),
  ...notEligible.map((name) => [findRole(name)?.id, 'not-eligible'] as const),
]);

export function creditEligibility(role: Guid): CreditEligibility {
  return listed.get(role) ?? 'unknown';
}
