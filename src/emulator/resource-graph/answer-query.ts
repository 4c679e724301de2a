import { randomUUID } from 'node:crypto';
import type { ArmPath } from '../arm/arm-path';
import type { ArmRequest } from '../arm/arm-request';
import { notImitated } from '../arm/not-imitated';
import type { Answer } from '../http/exchange';
import { readGraphQueryBody, skipTokenFor } from './graph-request-body';
import { parseQuery } from './kql/parse-query';
import { QueryError } from './kql/query';
import { runQuery } from './kql/run-query';
import type { Table } from './kql/run-query';
import { queriedScopes } from './queried-scopes';
import { tablesFor } from './tables';

/** A full quota after one query: nothing is throttled. Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests */
const quotaHeaders = {
  'x-ms-user-quota-remaining': '14',
  'x-ms-user-quota-resets-after': '00:00:05',
  'x-ms-tenant-subscription-limit-hit': 'false',
};

/** `POST /providers/Microsoft.ResourceGraph/resources` */
export function routeResourceGraph(request: ArmRequest, path: ArmPath): Answer {
  const isQuery = request.exchange.method === 'POST' && path.scope.length === 0 && path.name === undefined;
  if (!isQuery) throw notImitated(request.exchange);
  const body = readGraphQueryBody(request.exchange.body, request.apiVersion);
  const queried = queriedScopes(request, body);
  try {
    const result = runQuery(parseQuery(body.query), tablesFor(request, queried, body.scopeFilter));
    return { status: 200, headers: quotaHeaders, body: renderPage(result, body) };
  } catch (error) {
    if (error instanceof QueryError) return refuse(request, error);
    throw error;
  }
}

function renderPage(
  { columns, rows }: Table,
  { top, skip, isTable }: { readonly top: number; readonly skip: number; readonly isTable: boolean },
) {
  const page = rows.slice(skip, skip + top);
  const isMore = skip + top < rows.length;
  const data = page.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null])));
  return {
    totalRecords: rows.length,
    count: page.length,
    resultTruncated: String(isMore),
    // Without an id the service cannot find the next page again.
    ...(isMore && columns.includes('id') && { $skipToken: skipTokenFor(skip + top) }),
    facets: [],
    data: isTable
      ? {
          columns: columns.map((name) => ({ name, type: typeOf(page.map((row) => row[name])) })),
          rows: data.map((row) => columns.map((name) => row[name])),
        }
      : data,
  };
}

function typeOf(values: readonly unknown[]): string {
  const value = values.find((candidate) => candidate !== null && candidate !== undefined);
  if (typeof value === 'number') return 'integer';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' ? 'object' : 'string';
}

/** Recorded answer: https://github.com/Azure/aztfexport/issues/485 */
function refuse(request: ArmRequest, { code, token, message }: QueryError): Answer {
  const timestamp = request.context.now().toISOString().replace('Z', '0000Z');
  const { value, line, position } = token;
  return {
    status: 400,
    headers: quotaHeaders,
    body: {
      error: {
        code: 'BadRequest',
        message:
          `Please provide below info when asking for support: timestamp = ${timestamp}, ` +
          `correlationId = ${randomUUID()}.`,
        details: [
          {
            code: 'InvalidQuery',
            message:
              'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix ' +
              'the error before retrying.',
          },
          { code, message, line, characterPositionInLine: position, token: value },
        ],
      },
    },
  };
}
