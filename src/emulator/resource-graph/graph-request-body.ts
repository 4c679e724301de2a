import { isGuid, isObject, parseJson, readText, readTexts } from '../arm/json-body';
import { Refusal } from '../http/refusal';

/** A query and where it is asked. */
export interface GraphQueryBody {
  readonly query: string;
  /** Empty: not limited to any. */
  readonly subscriptions: readonly string[];
  readonly managementGroups: readonly string[];
  readonly top: number;
  readonly skip: number;
  readonly isTable: boolean;
  readonly scopeFilter: ScopeFilter;
}

const scopeFilters = ['AtScopeAndBelow', 'AtScopeAndAbove', 'AtScopeExact', 'AtScopeAboveAndBelow'] as const;
export type ScopeFilter = (typeof scopeFilters)[number];

/** Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data */
const longestPage = 1000;

/** @throws Refusal 400 for the first thing that is wrong */
export function readGraphQueryBody(text: string, apiVersion: string): GraphQueryBody {
  const body = parseJson(text);
  if (!isObject(body)) throw badRequest('The request body must be an object.');
  const options: unknown = body['options'] ?? {};
  if (!isObject(options)) throw badRequest("'options' must be an object.");
  const query = readText(body['query']);
  if (!query?.trim()) throw badRequest("'query' must not be empty.");
  const subscriptions = readTexts(body['subscriptions']);
  const wrong = subscriptions.find((id) => !isGuid(id));
  if (wrong !== undefined) throw badRequest(`'${wrong}' is not a subscription id.`);
  const token = readText(options['$skipToken']);
  // The format of old versions, unless they are asked otherwise.
  const format = readText(options['resultFormat']) ?? (apiVersion < '2021' ? 'table' : 'objectArray');
  if (!['table', 'objectarray'].includes(format.toLowerCase())) {
    throw badRequest(`'${format}' is not a result format.`);
  }
  return {
    query,
    subscriptions,
    managementGroups: readTexts(body['managementGroups']),
    top: readNumber(options['$top'], '$top', 1, longestPage) ?? longestPage,
    skip: token ? readSkipToken(token) : (readNumber(options['$skip'], '$skip', 0, 1e9) ?? 0),
    isTable: format.toLowerCase() === 'table',
    scopeFilter: readScopeFilter(readText(options['authorizationScopeFilter'])),
  };
}

/** Opaque to clients: where the next page begins. */
export function skipTokenFor(start: number): string {
  return Buffer.from(JSON.stringify({ start })).toString('base64url');
}

function readSkipToken(token: string): number {
  const start = /^\{"start":(\d{1,9})\}$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start === undefined) throw badRequest('The skip token is not valid.');
  return Number(start);
}

function readNumber(value: unknown, name: string, least: number, most: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  if (!isNumber) throw badRequest(`'${name}' must be a number between ${least} and ${most}.`);
  return value;
}

function readScopeFilter(text: string | null): ScopeFilter {
  if (text === null) return 'AtScopeAndBelow';
  const known = scopeFilters.find((name) => name.toLowerCase() === text.toLowerCase());
  if (!known) throw badRequest(`'${text}' is not an authorization scope filter.`);
  return known;
}

function badRequest(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}
