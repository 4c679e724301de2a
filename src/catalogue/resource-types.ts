import { distance } from 'fastest-levenshtein';
import { byText } from '../model';
import { roles } from './find-role';

/** Resource types such as `Microsoft.Storage/storageAccounts` that roles of the catalogue speak of, the commonest first. */
const resourceTypes: readonly string[] = byFrequency(
  roles
    .flatMap(({ permissions }) => permissions)
    .flatMap(({ actions = [], dataActions = [] }) => [...actions, ...dataActions])
    .flatMap(typesIn),
);

function byFrequency(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(byText(([text]) => text))
    .sort(([, left], [, right]) => right - left)
    .map(([text]) => text);
}

/** `Microsoft.X/a/b/read` speaks of `Microsoft.X/a` and `Microsoft.X/a/b`. */
function typesIn(action: string): string[] {
  const parts = action
    .replace(/\/register\/action$/, '/action')
    .split('/')
    .slice(0, -1);
  const plain = parts.includes('*') ? parts.slice(0, parts.indexOf('*')) : parts;
  return plain.slice(1).map((_, index) => plain.slice(0, index + 2).join('/'));
}

/** The resource types most like `text`, the likeliest first; a namespace that is missing counts little. */
export function nearestResourceTypes(text: string, count = 3): readonly string[] {
  const wanted = text.toLowerCase();
  return resourceTypes
    .map((type) => ({ type, distance: unlikeness(wanted, type.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, count)
    .map(({ type }) => type);
}

function unlikeness(wanted: string, type: string): number {
  const [namespace = '', withoutNamespace = ''] = type.split(/\/(.*)/);
  return Math.min(
    distance(wanted, type),
    distance(wanted, withoutNamespace) + 1,
    distance(wanted, namespace) + 1,
  );
}
