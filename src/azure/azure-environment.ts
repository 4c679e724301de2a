import type { Cloud } from '../model';
import { realTiming, type Timing } from './timing';

/** How long to wait and how often to try. Times are in milliseconds. */
export interface RequestSettings {
  /** Sent as User-Agent, such as `tilldela/0.1.0`. */
  readonly userAgent: string;
  /** One attempt, from connecting to the end of the answer. It is not tried again after this. */
  readonly attemptTimeout: number;
  /** One request with all its attempts and waits. */
  readonly totalTimeout: number;
  /** Getting a token, with all that a credential chain tries; `az` and PowerShell take seconds to start. */
  readonly authenticationTimeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Wait before the second attempt; doubles each time. A Retry-After of Azure goes first. */
  readonly retryDelay: number;
  /** A Retry-After beyond this is not waited for: the request fails as throttled. */
  readonly longestRetryAfter: number;
  /** Requests under way at once, with their waits, of everything that shares the environment. */
  readonly requestsAtOnce: number;
  readonly timing: Timing;
  /** Told of each answer, for commands that have to prove what they did. */
  readonly onAnswer?: (answer: Answered) => void;
}

/** What can be quoted of an answer, in a statement or to Microsoft's support. */
export interface Answered {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly requestId: string | undefined;
}

/** One cloud: where its endpoints are and what tokens they take. Endpoints are origins without trailing slash. */
export interface AzureEnvironment {
  readonly cloud: Cloud;
  readonly loginEndpoint: string;
  readonly armEndpoint: string;
  readonly graphEndpoint: string;
  readonly partnerCenterEndpoint: string;
  readonly armScope: string;
  readonly graphScope: string;
  readonly partnerCenterScope: string;
  /** PEM. With it, nothing but this authority is trusted, and proxies are not used. */
  readonly caCertificate?: string;
  readonly settings: RequestSettings;
}

const defaultSettings: RequestSettings = {
  userAgent: 'tilldela',
  attemptTimeout: 14_000,
  totalTimeout: 120_000,
  authenticationTimeout: 60_000,
  retries: 3,
  retryDelay: 700,
  longestRetryAfter: 60_000,
  requestsAtOnce: 32,
  timing: realTiming,
};

/**
 * Login and Graph: "Microsoft Graph national cloud deployments". Resource Manager: "Azure Government developer guide"
 * and "Azure China developer guide". Partner Center: "Partner Center REST URLs", which has one address of its own, that
 * of China. All on learn.microsoft.com.
 */
const endpoints = {
  public: {
    login: 'https://login.microsoftonline.com',
    arm: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
  },
  usgovernment: {
    login: 'https://login.microsoftonline.us',
    arm: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
  },
  china: {
    login: 'https://login.chinacloudapi.cn',
    arm: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
  },
} as const;

/** A cloud that Microsoft runs. `usgovernment` is its L4 (GCC High), not DoD. */
export function azureEnvironment(
  cloud: Exclude<Cloud, 'emulator'>,
  settings: Partial<RequestSettings> = {},
): AzureEnvironment {
  return environmentAt(cloud, endpoints[cloud], { ...defaultSettings, ...settings });
}

/** The local emulator: everything at one origin, which has a certificate of its own. */
export function emulatorEnvironment(
  { origin, caCertificate }: { readonly origin: string; readonly caCertificate: string },
  settings: Partial<RequestSettings> = {},
): AzureEnvironment {
  const all = { login: origin, arm: origin, graph: origin, partnerCenter: origin };
  const environment = environmentAt('emulator', all, {
    ...defaultSettings,
    authenticationTimeout: 15_000,
    ...settings,
  });
  return { ...environment, caCertificate };
}

function environmentAt(
  cloud: Cloud,
  { login, arm, graph, partnerCenter }: { login: string; arm: string; graph: string; partnerCenter: string },
  settings: RequestSettings,
): AzureEnvironment {
  return {
    cloud,
    loginEndpoint: login,
    armEndpoint: arm,
    graphEndpoint: graph,
    partnerCenterEndpoint: partnerCenter,
    armScope: `${arm}/.default`,
    graphScope: `${graph}/.default`,
    partnerCenterScope: `${partnerCenter}/.default`,
    settings,
  };
}
