import { request } from 'node:https';
import { readFileSync } from 'node:fs';
import { finished, type Project, type Ran } from './project';

/** `tilldela emulator start`, and requests to it that use nothing of tilldela's. */
export interface Emulator {
  /** The variables that it printed for a shell. */
  readonly environment: Readonly<Record<string, string>>;
  /** A plain request to Resource Manager, or to Graph below `/v1.0`, as an application of the tenant. */
  call(method: string, path: string, tenant: string, body?: object): Promise<Answer>;
  /** A POST to the emulator's own control, as the owner of its folder; without a body a GET. */
  control(name: string, body?: object): Promise<Answer>;
  /** Presses Ctrl-C, or sends another signal, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ran>;
}

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into JSON
  readonly body: any;
}

/** Starts the emulator in the project's folder and waits until it says where it is. */
export async function startEmulator(project: Project, ...options: string[]): Promise<Emulator> {
  const child = project.start(['emulator', 'start', ...options]);
  const end = finished(child);
  const environment = await new Promise<Record<string, string>>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (part: string) => {
      text += part;
      if (/^export CURL_CA_BUNDLE=.*\n/m.test(text)) resolve(parseExports(text));
    });
    void end.then(({ stderr }) => reject(new Error(stderr)));
  });
  const origin = environment['EMULATOR'] ?? '';
  const ca = readFileSync(environment['SSL_CERT_FILE'] ?? '', 'utf8');
  return {
    environment,
    async call(method, path, tenant, body) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: environment['ARM_CLIENT_ID'] ?? '',
        client_secret: environment['ARM_CLIENT_SECRET'] ?? '',
        scope: `https://${path.startsWith('/v1.0/') ? 'graph.microsoft.com' : 'management.azure.com'}/.default`,
      });
      const login = await send('POST', `${origin}/${tenant}/oauth2/v2.0/token`, ca, {}, form.toString());
      const headers = {
        authorization: `Bearer ${login.body.access_token}`,
        'content-type': 'application/json',
      };
      return send(method, `${origin}${path}`, ca, headers, body && JSON.stringify(body));
    },
    control(name, body) {
      const key = project.read('.tilldela/emulator/control-key').trim();
      const method = body ? 'POST' : 'GET';
      return send(
        method,
        `${origin}/_emulator/${name}`,
        ca,
        { 'x-emulator-key': key },
        body && JSON.stringify(body),
      );
    },
    stop(signal = 'SIGINT') {
      child.kill(signal);
      return end;
    },
  };
}

/** Values as a shell reads them. */
function parseExports(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^export (\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name, value = '']) => [name, value.replace(/^'(.*)'$/, '$1')]));
}

function send(method: string, url: string, ca: string, headers: object, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const form = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const sent = request(url, { method, ca, agent: false, headers: { ...form, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: text ? JSON.parse(text) : undefined }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
