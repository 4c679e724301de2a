import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import type { RunningEmulator } from '../running-emulator';

/**
 * Finishes a sign-in by device code at an emulator that keeps its state in `folder`, as the person does in a browser.
 *
 * @throws Error when nothing waits for the code, or there is no such person
 */
export async function finishDeviceSignIn(
  { origin, caCertificate, folder }: RunningEmulator & { readonly folder: string },
  person: { readonly code: string; readonly user: string; readonly mfa: boolean },
): Promise<void> {
  const key = (await readFile(join(folder, 'control-key'), 'utf8')).trim();
  const url = `${origin}/_emulator/device-sign-in`;
  const { status, text } = await post(url, caCertificate, key, person);
  if (status === 200) return;
  await post(url, caCertificate, key, { code: person.code, decline: true }); // who waits for it waits no longer
  throw new Error(`The emulator refused the sign-in of ${person.user}: ${text}`);
}

function post(url: string, ca: string, key: string, body: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-emulator-key': key, 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', ca, agent: false, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
