import type { Answer, Exchange } from './exchange';
import type { LoggedRequest } from './request-log';

/** The fields of a token request that are no credential. */
const harmlessFields = [
  'grant_type',
  'client_id',
  'client_assertion_type',
  'scope',
  'resource',
  'client_info',
];

/** Those that are; they are logged by name. Of all others not even the name is: it could be a body of another kind. */
const credentialFields = [
  'client_secret',
  'client_assertion',
  'assertion',
  'refresh_token',
  'password',
  'code',
  'device_code',
];

const credentialName = /secret|password|token$|assertion$|signature|^sig$|^(device_)?code$|credential|key$/i;
const token = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const removed = '[removed]';

/** What is kept of a request. */
export function loggedRequest(
  exchange: Exchange,
  answer: Answer,
  rest: {
    readonly start: Date;
    readonly milliseconds: number;
    readonly caller: object | undefined;
    readonly faults: readonly string[];
  },
): LoggedRequest {
  const { segments } = exchange;
  return {
    time: rest.start.toISOString(),
    method: exchange.method,
    target: targetOf(exchange.url),
    status: answer.delivery?.kind === 'reset' ? 0 : answer.status,
    milliseconds: Math.round(rest.milliseconds),
    client: exchange.header('user-agent'),
    correlation: exchange.header('x-ms-correlation-request-id'),
    caller: rest.caller,
    body: bodyOf(
      exchange.body,
      segments.some((segment) => /^oauth2$/i.test(segment)),
    ),
    faults: rest.faults.length > 0 ? rest.faults : undefined,
  };
}

/** As sent where there is nothing to remove: the encoding is part of what one looks for in a log. */
function targetOf(url: URL): string {
  const isCredential = (name: string): boolean => credentialName.test(name) && !/skiptoken$/i.test(name);
  const credentials = [...url.searchParams.keys()].filter(isCredential);
  const shown = credentials.length === 0 ? url : new URL(url);
  for (const name of credentials) shown.searchParams.set(name, removed);
  return (shown.pathname + shown.search).replaceAll(token, removed);
}

function bodyOf(body: string, isForm: boolean): unknown {
  if (body === '') return undefined;
  if (isForm) return formOf(new URLSearchParams(body));
  try {
    return JSON.parse(body, (name, value: unknown) => {
      if (typeof value !== 'string') return value;
      return credentialName.test(name) ? removed : value.replaceAll(token, removed);
    });
  } catch {
    return `${body.length} characters that are not JSON`;
  }
}

function formOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries([
    ...[...form]
      .filter(([name]) => harmlessFields.includes(name))
      .map(([name, value]) => [name, value.replaceAll(token, removed)]),
    ...credentialFields.filter((name) => form.has(name)).map((name) => [name, removed]),
  ]) as Record<string, string>;
}
