import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Delivery } from './exchange';

/** In how many pieces a slow body comes. */
const pieces = 8;

/** Sends an answer, or as much of it as its delivery lets through. */
export async function deliver(response: ServerResponse, answer: Answer): Promise<void> {
  const { delivery } = answer;
  if (delivery?.kind === 'reset') {
    response.destroy();
    return;
  }
  const text = answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  const headers = { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers };
  if (delivery && text !== undefined)
    return deliverInPieces(response, answer.status, headers, { delivery, text });
  response.writeHead(answer.status, headers);
  response.end(text); // as text it goes out in one piece with the headers, as bytes it would not
}

async function deliverInPieces(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  { delivery, text }: { readonly delivery: Delivery; readonly text: string },
): Promise<void> {
  const body = Buffer.from(text);
  // The length is told in advance, so that the client knows when something is missing.
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  if (delivery.kind !== 'slow') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  const size = Math.ceil(body.length / pieces);
  for (let start = 0; start < body.length && !response.destroyed; start += size) {
    await sleep(delivery.milliseconds / pieces, undefined, { ref: false });
    response.write(body.subarray(start, start + size));
  }
  response.end();
}
