/** A line of the emulator's log. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body?: unknown;
}

/** What asks although it is a POST: sign-in, directory objects by their ids, their groups, Resource Graph. */
const questions = [
  /^\/[^/]+\/oauth2\/v2\.0\/token$/,
  /^\/v1\.0\/directoryObjects\/getByIds$/,
  /^\/v1\.0\/directoryObjects\/[^/]+\/checkMemberGroups$/,
  /^\/providers\/Microsoft\.ResourceGraph\/resources$/,
];

/** Whether a request may change something. A batch of Microsoft Graph is what its requests are. */
export function isWrite({ method, target, body }: LoggedRequest): boolean {
  const [path = ''] = target.split('?');
  if (method === 'GET') return false;
  if (/^\/v1\.0\/\$batch$/i.test(decodeURIComponent(path)))
    return itemsOf(body).some((item) => item !== 'GET');
  return !(method === 'POST' && questions.some((question) => question.test(path)));
}

/** The methods in a batch; of what cannot be understood, one that is none. */
function itemsOf(body: unknown): readonly unknown[] {
  const requests = (body as { requests?: { method?: unknown }[] } | undefined)?.requests;
  return Array.isArray(requests) ? requests.map(({ method }) => method) : ['?'];
}
