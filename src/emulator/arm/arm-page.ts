import { pageOf } from '../http/page';
import type { ArmRequest } from './arm-request';

/** One page of an ARM list; `nextLink` is left out on the last one. */
export function armPage(request: ArmRequest, all: readonly unknown[]) {
  const { items, next } = pageOf(all, request.exchange, request.context.pageSize);
  return { value: items, ...(next !== undefined && { nextLink: next }) };
}
