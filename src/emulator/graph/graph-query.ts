import type { Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import type { Principal } from '../world/cloud';
import { graphObjectOf } from './graph-object';
import type { GraphObject } from './graph-object';

/** Properties that each kind can be filtered by here; Graph has more. */
const filterable: Readonly<Record<Principal['type'], readonly string[]>> = {
  User: ['id', 'displayName', 'userPrincipalName', 'mail', 'mailNickname', 'userType', 'accountEnabled'],
  Group: ['id', 'displayName', 'mailEnabled', 'securityEnabled', 'mailNickname'],
  ServicePrincipal: ['id', 'appId', 'displayName', 'servicePrincipalType'],
};

/** Properties with several values that each kind can be filtered by here. */
const collectionsOf: Readonly<Partial<Record<Principal['type'], string>>> = {
  User: 'otherMails',
  ServicePrincipal: 'servicePrincipalNames',
};

/** Values that `in` takes without the advanced query capabilities. */
const valuesOfIn = 15;

/** Query options whose silent omission would give a wrong answer. */
const unsupportedOptions = ['$search', '$orderby', '$expand'];

/** @throws Refusal 400 for a filter or an option that is not imitated */
export function readDirectoryFilter(
  exchange: Exchange,
  type: Principal['type'],
): (item: Principal) => boolean {
  for (const option of unsupportedOptions) {
    if (exchange.query(option) !== undefined) {
      throw new Refusal(400, 'Request_UnsupportedQuery', `The emulator does not imitate ${option}.`);
    }
  }
  const text = exchange.query('$filter');
  if (!text) return () => true;
  const conditions = parseFilter(text);
  if (!conditions) throw new Refusal(400, 'BadRequest', `Invalid filter clause: '${text}'.`);
  const tests = conditions.map((condition) => testFor(condition, type));
  return (item) => tests.every((test) => test(graphObjectOf(item)));
}

/** The names in `$select`, or undefined when there is none. */
export function readSelect(exchange: Exchange): readonly string[] | undefined {
  const names = exchange
    .query('$select')
    ?.split(',')
    .map((name) => name.trim());
  return names?.some((name) => name !== '') ? names : undefined;
}

function testFor(condition: Condition, type: Principal['type']): (object: GraphObject) => boolean {
  switch (condition.kind) {
    case 'equals': {
      const field = requireFilterable(condition.field, type);
      return (object) => equalText(object[field], condition.value);
    }
    case 'in': {
      const { values } = condition;
      if (values.length > valuesOfIn) {
        const message = `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}. Max allowed: ${valuesOfIn}.`;
        throw new Refusal(400, 'Request_UnsupportedQuery', message);
      }
      const field = requireFilterable(condition.field, type);
      return (object) => values.some((value) => equalText(object[field], value));
    }
    case 'any': {
      const { collection, value } = condition;
      if (collectionsOf[type] !== collection) throw unsupportedClause(collection, type);
      return (object) => {
        const names = object[collection];
        return Array.isArray(names) && names.some((name) => equalText(name, value));
      };
    }
    case 'call': {
      const [field] = condition.fields;
      if (condition.name.toLowerCase() !== 'startswith' || field === undefined) {
        throw unsupportedClause(condition.name, type);
      }
      const known = requireFilterable(field, type);
      const prefix = (condition.value ?? '').toLowerCase();
      return (object) => typeof object[known] === 'string' && object[known].toLowerCase().startsWith(prefix);
    }
  }
}

function requireFilterable(field: string, type: Principal['type']): string {
  const known = filterable[type].find((name) => name.toLowerCase() === field.toLowerCase());
  if (known === undefined) throw unsupportedClause(field, type);
  return known;
}

/** Graph compares text without regard to letter case. */
function equalText(actual: unknown, expected: string | boolean): boolean {
  if (typeof actual === 'string' && typeof expected === 'string') {
    return actual.toLowerCase() === expected.toLowerCase();
  }
  return actual === expected;
}

function unsupportedClause(property: string, type: Principal['type']): Refusal {
  return new Refusal(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${property}' of resource '${type}'.`,
  );
}
