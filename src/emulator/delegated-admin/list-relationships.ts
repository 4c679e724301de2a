import { contextUrl } from '../graph/graph-request';
import type { GraphRequest } from '../graph/graph-request';
import type { Answer } from '../http/exchange';
import { pageOf } from '../http/page';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import { badRequest } from './relationship-body';
import { renderRelationship } from './relationship-shape';

type Rendered = ReturnType<typeof renderRelationship>;

/** Source: https://learn.microsoft.com/graph/api/tenantrelationship-list-delegatedadminrelationships */
const maximumTop = 300;

const filterable: Readonly<Record<string, (relationship: Rendered) => string | undefined>> = {
  status: ({ status }) => status,
  displayname: ({ displayName }) => displayName,
  id: ({ id }) => id,
  'customer/tenantid': ({ customer }) => customer?.tenantId,
  'customer/displayname': ({ customer }) => customer?.displayName ?? undefined,
};

const sortable = ['status', 'displayName', 'createdDateTime', 'lastModifiedDateTime', 'endDateTime'] as const;

/** @throws Refusal 400 for a query that is not imitated */
export function listRelationships(request: GraphRequest): Answer {
  const { exchange, context, home } = request;
  const all = [...home.objects.delegatedAdminRelationships.values()].map((relationship) =>
    renderRelationship(relationship, context.now()),
  );
  const accepts = readFilter(exchange.query('$filter'));
  const compare = readOrder(exchange.query('$orderby'));
  const found = compare ? all.filter(accepts).toSorted(compare) : all.filter(accepts);
  const { items, next } = pageOf(found, exchange, readTop(request));
  const select = exchange.query('$select')?.split(',');
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, 'delegatedAdminRelationships'),
      ...(exchange.query('$count') === 'true' && { '@odata.count': found.length }),
      ...(next !== undefined && { '@odata.nextLink': next }),
      value: items.map((item) => (select ? selected(item, select) : item)),
    },
  };
}

function readFilter(text: string | undefined): (relationship: Rendered) => boolean {
  if (!text) return () => true;
  const conditions = parseFilter(text);
  if (!conditions) throw badRequest(`Invalid filter clause: '${text}'.`);
  const tests = conditions.map(testFor);
  return (relationship) => tests.every((test) => test(relationship));
}

function testFor(condition: Condition): (relationship: Rendered) => boolean {
  const [field, value, startsOnly] =
    condition.kind === 'equals'
      ? [condition.field, condition.value, false]
      : condition.kind === 'call' && condition.name.toLowerCase() === 'startswith'
        ? [condition.fields[0] ?? '', condition.value ?? '', true]
        : ['', '', false];
  const read = filterable[field.toLowerCase()];
  if (!read || typeof value !== 'string') {
    throw new Refusal(400, 'badRequest', 'The emulator does not imitate this filter of relationships.');
  }
  const wanted = value.toLowerCase();
  return (relationship) => {
    const actual = read(relationship)?.toLowerCase();
    return startsOnly ? actual?.startsWith(wanted) === true : actual === wanted;
  };
}

function readOrder(text: string | undefined): ((one: Rendered, other: Rendered) => number) | undefined {
  if (!text) return undefined;
  const [name = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
  const property = sortable.find((each) => each.toLowerCase() === name.toLowerCase());
  if (!property || rest.length > 0 || !['asc', 'desc'].includes(direction)) {
    throw badRequest(`Invalid orderby clause: '${text}'.`);
  }
  const sign = direction === 'desc' ? -1 : 1;
  return (one, other) => sign * (one[property] ?? '').localeCompare(other[property] ?? '');
}

function readTop({ exchange, context }: GraphRequest): number {
  const text = exchange.query('$top');
  if (text === undefined) return context.pageSize;
  const top = Number(text);
  if (Number.isInteger(top) && top > 0 && top <= maximumTop) return Math.min(top, context.pageSize);
  throw badRequest(`$top must be a number from 1 to ${maximumTop}.`);
}

function selected(item: Rendered, names: readonly string[]): object {
  const wanted = new Set(['@odata.type', '@odata.etag', 'id', ...names.map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name)));
}
