import { pageOf } from '../http/page';
import type { ArmRequest } from './arm-request';

/** One page of an ARM list; `nextLink` is left out on the last one. */
export function armPage<T>(request: ArmRequest, all: readonly T[], render: (item: T) => unknown) {
  const { items, next } = pageOf(all, request.exchange, request.context.pageSize);
  return { value: items.map((item) => render(item)), ...(next !== undefined && { nextLink: next }) };
}
