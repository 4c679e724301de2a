import type { Login } from '../../azure';
import { diagnostic } from '../../diagnostics';
import { clouds, isExampleGuid, parseCloud, parseGuid, type Cloud, type Guid } from '../../model';
import { wrongArgument, type Finding } from './finding';
import { loginAttributes, readLogin } from './login';
import type { Schema } from './schema';
import { textAt, unknown, type Values } from './values/value';

/** Environment variables by name: those that azurerm reads, so that one set serves both. */
export type Variables = Readonly<Record<string, string | undefined>>;

export const providerSchema: Schema = {
  version: 0,
  description: "Access in a customer's Azure subscriptions. Served by the npm package tilldela.",
  attributes: {
    tenant_id: {
      type: 'string',
      given: 'optional',
      description: 'Tenant of the customer, which issues the token. Default: ARM_TENANT_ID.',
    },
    subscription_id: {
      type: 'string',
      given: 'optional',
      description:
        'Subscription that data sources look at where they name none. Default: ARM_SUBSCRIPTION_ID.',
    },
    environment: {
      type: 'string',
      given: 'optional',
      description: 'public, usgovernment or china; never guessed. Default: ARM_ENVIRONMENT.',
    },
    metadata_host: {
      type: 'string',
      given: 'optional',
      description:
        'Host and port of a local emulator, in place of `environment`. Its authority is read from the file in SSL_CERT_FILE. Default: ARM_METADATA_HOSTNAME.',
    },
    ...loginAttributes,
    owner: {
      type: 'string',
      given: 'optional',
      description:
        'GUID that new assignments get their names from, as in `owner` of the partner. Default: the tenant.',
    },
  },
};

type RealCloud = Exclude<Cloud, 'emulator'>;

/** Which Azure: one of Microsoft's, or a local emulator and the file with its authority. */
export type Target =
  | { readonly cloud: RealCloud }
  | { readonly cloud: 'emulator'; readonly origin: string; readonly certificateFile: string };

/** Where the provider acts and how it signs in. */
export interface Configuration {
  readonly target: Target;
  readonly tenantId: Guid;
  readonly subscriptionId: Guid | undefined;
  /** What names of new assignments are derived from. */
  readonly owner: Guid;
  /** Undefined where nothing says how to sign in: then the credentials are found. */
  readonly login: Login | undefined;
}

const variables: Readonly<Record<string, string>> = {
  tenant_id: 'ARM_TENANT_ID',
  subscription_id: 'ARM_SUBSCRIPTION_ID',
};

/** What is wrong with the block by itself; what is not set may still come from the environment. */
export function checkConfiguration(values: Values): readonly Finding[] {
  const findings: Finding[] = [];
  for (const name of ['tenant_id', 'subscription_id', 'owner']) {
    const text = textAt(values, name);
    if (text !== undefined && !parseGuid(text)) findings.push(wrongArgument([name], `"${text}" is no GUID.`));
  }
  const environment = textAt(values, 'environment');
  if (environment !== undefined && !realCloud(environment)) {
    const known = clouds.filter((cloud) => cloud !== 'emulator').join(', ');
    findings.push(
      wrongArgument(['environment'], `"${environment}" is no cloud.`, `The clouds are ${known}.`),
    );
  }
  if (environment !== undefined && textAt(values, 'metadata_host') !== undefined) {
    findings.push(wrongArgument(['metadata_host'], 'It stands in place of `environment`, which is set too.'));
  }
  return findings;
}

/** The configuration with what the environment adds; none while an argument is not known yet. */
export function readConfiguration(
  values: Values,
  environment: Variables,
): { readonly configuration?: Configuration; readonly findings: readonly Finding[] } {
  if (Object.values(values).includes(unknown)) return { findings: checkConfiguration(values) };
  const text = (name: string) => textAt(values, name) ?? environment[variables[name] ?? ''];
  const findings: Finding[] = [...checkConfiguration(values)];
  const target = readTarget(values, environment);
  if ('diagnostic' in target) findings.push(target);
  const tenantId = parseGuid(text('tenant_id') ?? '');
  if (!tenantId) {
    const given = text('tenant_id');
    const detail = given === undefined ? 'Neither it nor ARM_TENANT_ID is set.' : `"${given}" is no GUID.`;
    findings.push(wrongArgument(['tenant_id'], detail, "The tenant is the customer's."));
  }
  const login = readLogin(values, environment);
  if (login && 'diagnostic' in login) return { findings: [...findings, login] };
  if ('diagnostic' in target || !tenantId || findings.length > 0) return { findings };
  if (target.cloud !== 'emulator' && isExampleGuid(tenantId)) {
    const detail = `Tenant ${tenantId} is the example's, which no real cloud has.`;
    const refused = diagnostic('example_on_real_cloud', { detail });
    return { findings: [{ argument: ['tenant_id'], diagnostic: refused }] };
  }
  const configuration: Configuration = {
    target,
    tenantId,
    subscriptionId: parseGuid(text('subscription_id') ?? ''),
    owner: parseGuid(textAt(values, 'owner') ?? '') ?? tenantId,
    login,
  };
  return { configuration, findings };
}

/** Which cloud; said in the block before anything that the environment says. */
function readTarget(values: Values, environment: Variables): Target | Finding {
  const named = textAt(values, 'environment');
  const host =
    textAt(values, 'metadata_host') ??
    (named === undefined ? environment['ARM_METADATA_HOSTNAME'] : undefined);
  if (host) {
    const certificateFile = environment['SSL_CERT_FILE'] || environment['NODE_EXTRA_CA_CERTS'];
    return certificateFile
      ? { cloud: 'emulator', origin: `https://${host}`, certificateFile }
      : wrongArgument(
          ['metadata_host'],
          'SSL_CERT_FILE does not name the certificate of the emulator.',
          '`tilldela emulator start` prints the variables that are needed.',
        );
  }
  const cloud = realCloud(named ?? environment['ARM_ENVIRONMENT'] ?? '');
  return cloud
    ? { cloud }
    : wrongArgument(
        ['environment'],
        'Where to act is not said.',
        'Set `environment` to public, usgovernment or china. For the emulator set ARM_METADATA_HOSTNAME.',
      );
}

function realCloud(text: string): RealCloud | undefined {
  const cloud = parseCloud(text);
  return cloud === 'emulator' ? undefined : cloud;
}
