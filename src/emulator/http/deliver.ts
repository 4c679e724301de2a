import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './exchange';

/** In how many pieces a slow body comes. */
const pieces = 8;

/** Sends an answer, or as much of it as its delivery lets through. */
export async function deliver(response: ServerResponse, answer: Answer): Promise<void> {
  const { delivery } = answer;
  if (delivery?.kind === 'reset') {
    response.destroy();
    return;
  }
  const body = bodyOf(answer);
  response.writeHead(answer.status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...answer.headers,
    // Told in advance, so that the client knows that something is missing.
    ...(delivery && body && { 'Content-Length': body.length }),
  });
  if (!delivery || !body) {
    response.end(body);
    return;
  }
  if (delivery.kind === 'cut') {
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

function bodyOf({ text, body }: Answer): Buffer | undefined {
  if (text !== undefined) return Buffer.from(text);
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
}
