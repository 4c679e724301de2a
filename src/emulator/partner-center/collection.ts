import type { Answer } from '../http/exchange';
import { badRequest } from './partner-center-error';
import type { PartnerCenterRequest } from './partner-center-request';

/** Source: https://learn.microsoft.com/partner-center/developer/get-a-list-of-customers */
const maximumSize = 500;

interface Link {
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** @param uri without the version, as all links of Partner Center */
export function link(uri: string, headers: Link['headers'] = []): Link {
  return { uri, method: 'GET', headers };
}

/** A collection that comes as a whole. */
export function wholeCollection(uri: string, items: readonly object[]) {
  return {
    totalCount: items.length,
    items,
    links: { self: link(uri) },
    attributes: { objectType: 'Collection' },
  };
}

/**
 * A page of `size` items. The next is asked for by a link together with its header, in which the position is. The count
 * is that of the page.
 *
 * @throws Refusal 400 for a size or a continuation that cannot be
 */
export function pagedCollection(request: PartnerCenterRequest, uri: string, all: readonly object[]): Answer {
  const { exchange, context } = request;
  const size = readSize(exchange.query('size'), context.pageSize);
  const start = readStart(request);
  const end = start + size;
  const filter = exchange.query('filter');
  const query = `size=${size}${filter === undefined ? '' : `&filter=${encodeURIComponent(filter)}`}`;
  const items = all.slice(start, end);
  return {
    status: 200,
    body: {
      totalCount: items.length,
      items,
      links: {
        self: link(`${uri}?${query}`),
        ...(end < all.length && {
          next: link(`${uri}?${query}&seekOperation=Next`, [
            { key: 'MS-ContinuationToken', value: tokenOf(end) },
          ]),
        }),
      },
      attributes: { objectType: 'Collection' },
    },
  };
}

function readSize(text: string | undefined, pageSize: number): number {
  if (text === undefined) return pageSize;
  const size = Number(text);
  if (Number.isInteger(size) && size > 0 && size <= maximumSize) return Math.min(size, pageSize);
  throw badRequest(`The size must be a number from 1 to ${maximumSize}.`);
}

function readStart({ exchange }: PartnerCenterRequest): number {
  const token = exchange.header('ms-continuationtoken');
  const operation = exchange.query('seekOperation');
  if (token === undefined && operation === undefined) return 0;
  const start = /^at:(\d{1,9})$/.exec(Buffer.from(token ?? '', 'base64').toString())?.[1];
  if (start !== undefined && operation?.toLowerCase() === 'next') return Number(start);
  throw badRequest('A next page takes seekOperation=Next and the MS-ContinuationToken of the page before.');
}

function tokenOf(start: number): string {
  return Buffer.from(`at:${start}`).toString('base64');
}
