import type { Exchange } from '../http/exchange';
import type { Refusal } from '../http/refusal';
import { gatewayRefusal } from './arm-authentication';

const pimVersions = ['2020-10-01', '2020-10-01-preview', '2022-04-01-preview', '2024-09-01-preview'];
const lighthouseVersions = [
  '2019-06-01',
  '2019-09-01',
  '2020-02-01-preview',
  '2022-01-01-preview',
  '2022-10-01',
];

/** The versions in use by the Terraform providers, the Azure CLI and the JavaScript SDKs. */
const apiVersions = {
  subscriptions: ['2019-11-01', '2022-12-01'],
  tenants: ['2019-11-01', '2022-12-01'],
  providers: ['2021-04-01', '2022-09-01', '2024-03-01', '2024-11-01'],
  resourceGroups: ['2021-04-01', '2022-09-01', '2024-03-01', '2024-11-01'],
  roleAssignments: [
    '2015-07-01',
    '2018-01-01-preview',
    '2018-09-01-preview',
    '2020-03-01-preview',
    '2020-04-01-preview',
    '2020-08-01-preview',
    '2020-10-01-preview',
    '2022-04-01',
  ],
  roleDefinitions: ['2018-01-01-preview', '2022-04-01', '2022-05-01-preview'],
  permissions: ['2015-07-01', '2018-01-01-preview', '2022-04-01', '2022-05-01-preview'],
  denyAssignments: ['2018-07-01-preview', '2022-04-01', '2024-07-01-preview'],
  locks: ['2015-01-01', '2016-09-01', '2017-04-01', '2020-05-01'],
  providerOperations: ['2015-07-01', '2018-01-01-preview', '2022-04-01', '2022-05-01-preview'],
  elevateAccess: ['2015-07-01', '2016-07-01', '2017-05-01'],
  roleEligibilitySchedules: pimVersions,
  roleEligibilityScheduleInstances: pimVersions,
  roleEligibilityScheduleRequests: pimVersions,
  roleAssignmentSchedules: pimVersions,
  roleAssignmentScheduleInstances: pimVersions,
  roleAssignmentScheduleRequests: pimVersions,
  roleManagementPolicies: pimVersions,
  roleManagementPolicyAssignments: pimVersions,
  registrationDefinitions: lighthouseVersions,
  registrationAssignments: lighthouseVersions,
  managementGroups: ['2018-03-01-preview', '2020-02-01', '2020-05-01', '2021-04-01', '2023-04-01'],
  resources: ['2019-04-01', '2021-03-01', '2022-10-01', '2024-04-01'],
} as const satisfies Record<string, readonly string[]>;

export type ArmType = keyof typeof apiVersions;

/**
 * @param type undefined when the path names nothing that is imitated: then any version will do
 * @throws Refusal 400 when `api-version` is missing or not one of the type's
 */
export function requireApiVersion(exchange: Exchange, type: ArmType | undefined): string {
  const version = exchange.query('api-version');
  if (!version) {
    throw gatewayRefusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const supported: readonly string[] = type === undefined ? [version] : apiVersions[type];
  if (type !== undefined && !supported.includes(version.toLowerCase())) {
    throw unsupportedVersion(version, type, supported.join(', '));
  }
  return version.toLowerCase();
}

/** Answered by the front door itself rather than by a provider. */
const coreTypes: readonly ArmType[] = ['subscriptions', 'tenants', 'providers', 'resourceGroups'];

function unsupportedVersion(version: string, type: ArmType, supported: string): Refusal {
  return !coreTypes.includes(type)
    ? gatewayRefusal(
        400,
        'NoRegisteredProviderFound',
        `No registered resource provider found for location '' and API version '${version}' for type '${type}'. ` +
          `The supported api-versions are '${supported}'.`,
      )
    : gatewayRefusal(
        400,
        'InvalidApiVersionParameter',
        `The api-version '${version}' is invalid. The supported versions are '${supported}'.`,
      );
}
