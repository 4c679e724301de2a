import { nearestResourceTypes } from '../catalogue';
import { describeScope, isGuid, parseScope, subscriptionOf, type Guid, type Scope } from '../model';

/** The scope of a resource, absent where what it lies in is declared wrongly; or what is wrong with its own id. */
export type ParsedResource =
  { readonly scope: Scope | undefined } | { readonly problem: string; readonly hint?: string };

const typePattern = /^[A-Za-z]\w*(?:\.\w+)+(?:\/[A-Za-z][\w-]*)+$/;

/** What Azure allows in no resource's name, whatever the type. */
const forbiddenInNames = /[?#%\\<>*&:]/;

/** A resource below `parent` by type and name, which have equally many parts. */
export function parseResourceName(parent: Scope | undefined, type: string, name: string): ParsedResource {
  if (!typePattern.test(type)) {
    const nearest = nearestResourceTypes(String(type)).join(', ');
    return { problem: `"${type}" is no resource type.`, hint: `The nearest are ${nearest}.` };
  }
  const [namespace = '', ...types] = type.split('/');
  const names = String(name).split('/');
  const isWritten = (part: string) => part.trim() === part && part !== '' && !forbiddenInNames.test(part);
  if (!names.every(isWritten)) return { problem: `"${name}" is no name of a resource.` };
  if (names.length !== types.length) {
    return {
      problem: `The type ${type} has ${types.length} parts after its namespace, the name "${name}" has ${names.length}.`,
      hint: `A nested resource is named with those it lies in, such as resource('Microsoft.Sql/servers/databases', 'sql1/orders').`,
    };
  }
  const path = types.map((part, index) => `${part}/${names[index]}`).join('/');
  return { scope: parent && parseScope(`${parent}/providers/${namespace}/${path}`) };
}

/** A resource by its whole id, which must lie in the subscription. */
export function parseResourceId(subscriptionId: Guid | undefined, id: string): ParsedResource {
  const scope = parseScope(String(id));
  const parsed = scope && describeScope(scope);
  if (!scope || parsed?.kind === 'root')
    return { problem: `"${id}" is no resource id.`, hint: firstFlaw(String(id)) };
  if (parsed?.kind === 'resource-group') {
    return {
      problem: `"${id}" is a resource group.`,
      hint: `Write resourceGroup('${parsed.resourceGroup}').`,
    };
  }
  if (parsed?.kind !== 'resource') return { problem: `"${id}" is no resource.` };
  if (subscriptionId && subscriptionOf(scope) !== subscriptionId) {
    return {
      problem: `"${id}" is not in subscription ${subscriptionId}.`,
      hint: 'Ask the subscription that it lies in, by its alias.',
    };
  }
  return { scope: subscriptionId && scope };
}

/** The last part of a resource's name or id: what it is called in addresses unless it is given another id. */
export function lastName(nameOrId: string): string {
  return String(nameOrId).replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** The words that an id must have at its even places, and what stands there instead. */
function firstFlaw(id: string): string {
  const form =
    '/subscriptions/<subscription id>/resourceGroups/<name>/providers/Microsoft.Storage/storageAccounts/<name>';
  if (!id.startsWith('/')) return `An id begins with a slash and has the form ${form}.`;
  const parts = id.split('/').slice(1);
  const [, subscription = ''] = parts;
  for (const [index, word] of [
    [0, 'subscriptions'],
    [2, 'resourceGroups'],
    [4, 'providers'],
  ] as const) {
    const found = parts[index];
    if (found === undefined || found.toLowerCase() === word.toLowerCase()) continue;
    return `Where "${found}" stands it needs "${word}": ${form}.`;
  }
  if (!isGuid(subscription)) return `"${subscription}" is no subscription id.`;
  return `An id has the form ${form}.`;
}
