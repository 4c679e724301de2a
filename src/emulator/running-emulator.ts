import { readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { pid } from 'node:process';
import { cloudName } from './login/cloud-metadata';
import { readCaCertificate } from './store/kept-keys';

export interface RunningEmulator {
  /** `https://localhost:{port}` */
  readonly origin: string;
  /** PEM */
  readonly caCertificate: string;
}

/** How long, in milliseconds, a running emulator on this machine may take to answer. */
const patience = 2000;

/**
 * The emulator that serves a folder's state at this moment. It is asked, because one that was killed leaves its
 * `server.json` behind, and its port may since belong to another program.
 */
export async function findRunningEmulator(folder: string): Promise<RunningEmulator | undefined> {
  const origin = await readOrigin(folder);
  const caCertificate = await readCaCertificate(folder);
  if (origin === undefined || caCertificate === undefined) return undefined;
  return (await answers(origin, caCertificate)) ? { origin, caCertificate } : undefined;
}

/** Leaves word in the folder of where its emulator is. */
export async function announceEmulator(folder: string, origin: string): Promise<void> {
  await writeFile(serverFile(folder), `${JSON.stringify({ origin, pid })}\n`);
}

export async function withdrawEmulator(folder: string): Promise<void> {
  await rm(serverFile(folder), { force: true });
}

function serverFile(folder: string): string {
  return join(folder, 'server.json');
}

async function readOrigin(folder: string): Promise<string | undefined> {
  try {
    const { origin } = JSON.parse(await readFile(serverFile(folder), 'utf8')) as { origin?: unknown };
    return typeof origin === 'string' && /^https:\/\/localhost:\d+$/.test(origin) ? origin : undefined;
  } catch {
    return undefined; // no file, or one cut off by a kill: either way nobody is announced
  }
}

/** Whether this origin has the folder's own certificate and says that it is an emulator. */
function answers(origin: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const url = `${origin}/metadata/endpoints?api-version=2022-09-01`;
    const request = get(url, { ca, agent: false, timeout: patience }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text.includes(`"name":"${cloudName}"`)));
      response.on('error', () => resolve(false));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
