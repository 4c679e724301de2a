import { AzurermBackend, LocalBackend, type TerraformBackend } from 'cdktf';
import type { Construct } from 'constructs';
import { parseGuid, type Cloud } from '../../model';
import { checkTexts, escapeTemplate } from '../declared-text';
import type { Report } from '../report';

/** Where Terraform keeps its state: `azurermBackend(...)`. Only `--engine terraform` and `cdktf` have state. */
export interface StateBackend {
  readonly resourceGroup: string;
  readonly storageAccount: string;
  readonly container: string;
  /** Subscription of the storage account. Default: that of the credentials. */
  readonly subscriptionId?: string;
  /** Tenant of the storage account. Default: that of the credentials. */
  readonly tenantId?: string;
}

/**
 * State in a blob `<customer>.tfstate` of a storage account, reached with Microsoft Entra credentials and not with
 * account keys. One container serves all customers.
 */
export function azurermBackend(props: StateBackend): StateBackend {
  return props;
}

export function checkBackend(backend: StateBackend, report: Report): void {
  const { resourceGroup, storageAccount, container, subscriptionId, tenantId } = backend;
  checkTexts({ resourceGroup, storageAccount, container }, report);
  for (const [key, text] of Object.entries({ subscriptionId, tenantId })) {
    if (text !== undefined && !parseGuid(text))
      report('malformed_id', `\`${key}\` of the backend is "${text}".`);
  }
}

export function makeBackend(
  scope: Construct,
  customer: string,
  backend: StateBackend | undefined,
  cloud: Cloud | undefined,
): TerraformBackend {
  // Terraform runs in cdktf.out/stacks/<customer>; state stays outside cdktf.out, which may be deleted at any time.
  // The CDK's own default is an absolute path, which differs from machine to machine.
  if (!backend) return new LocalBackend(scope, { path: `../../../terraform.tfstate.d/${customer}.tfstate` });
  const { resourceGroup, storageAccount, container, subscriptionId, tenantId } = backend;
  return new AzurermBackend(scope, {
    resourceGroupName: escapeTemplate(resourceGroup),
    storageAccountName: escapeTemplate(storageAccount),
    containerName: escapeTemplate(container),
    key: `${customer}.tfstate`,
    useAzureadAuth: true,
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(tenantId !== undefined && { tenantId }),
    ...(cloud !== undefined && cloud !== 'emulator' && cloud !== 'public' && { environment: cloud }),
  });
}
