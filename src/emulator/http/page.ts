import type { Exchange } from './exchange';
import { Refusal } from './refusal';

export interface Page<T> {
  readonly items: readonly T[];
  /** Absolute link to the next page, if there is one. */
  readonly next?: string;
}

/** Cuts a list to the page that `$skiptoken` asks for. The token is opaque to clients: here, where the page starts. */
export function pageOf<T>(all: readonly T[], exchange: Exchange, size: number): Page<T> {
  const start = readSkipToken(exchange.query('$skiptoken'));
  const end = start + size;
  const items = all.slice(start, end);
  return end < all.length ? { items, next: linkWithToken(exchange.url, end) } : { items };
}

function linkWithToken(current: URL, start: number): string {
  const link = new URL(current);
  const isToken = (name: string): boolean => name.toLowerCase() === '$skiptoken';
  for (const name of [...link.searchParams.keys()].filter(isToken)) link.searchParams.delete(name);
  link.searchParams.set('$skiptoken', Buffer.from(`start=${start}`).toString('base64url'));
  return link.href;
}

function readSkipToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = /^start=(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start === undefined) throw new Refusal(400, 'BadRequest', 'The skip token is not valid.');
  return Number(start);
}
