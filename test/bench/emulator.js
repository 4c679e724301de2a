// The emulator's speed: a list of 25 role assignments beside a bare node:https server that answers the same bytes with
// the same certificate to the same client, in alternating rounds; and a large fleet: how long until it is served, and
// its memory. Servers run in processes of their own.
const { fork } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const https = require('node:https');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const { URLSearchParams } = require('node:url');

const rounds = 7;
const requestsPerRound = 2000;
const connections = 8;
const small = { customers: 1, subscriptions: 1, assignments: 24, seed: 1 }; // and the automation's own
const large = { customers: 5000, subscriptions: 2, assignments: 25, seed: 1 };
const subscription = 'e0e0e0e0-0002-4000-8000-000001000001';
const list = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-bench-'));
  try {
    await throughput(path.join(folder, 'small'));
    await fleet(path.join(folder, 'large'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function throughput(folder) {
  await inChild('seed', folder, small);
  const emulator = await start('serve', folder);
  const ca = readFileSync(path.join(folder, 'ca.pem'), 'utf8');
  const authorization = `Bearer ${await tokenOf(emulator.origin, ca)}`;
  const target = (server) => ({ url: server.origin + list, ca, headers: { authorization } });
  const answer = await get({ ...target(emulator), agent: false });
  const rows = JSON.parse(answer.body).value?.length;
  if (rows !== 25) throw new Error(`${rows} rows: ${answer.body.slice(0, 300)}`);
  for (const ofConnection of ['connection', 'date', 'transfer-encoding']) delete answer.headers[ofConnection];
  writeFileSync(path.join(folder, 'answer.json'), JSON.stringify(answer));
  const bare = await start('serveBare', folder);

  const results = { bare: [], emulator: [] };
  for (const server of [bare, emulator]) await round(target(server), server); // until it is compiled
  for (let number = 0; number < rounds; number++) {
    results.bare.push(await round(target(bare), bare));
    results.emulator.push(await round(target(emulator), emulator));
  }
  for (const server of [bare, emulator]) server.child.disconnect();

  console.log(`list of ${rows} role assignments, ${answer.body.length} bytes, ${connections} connections`);
  console.log(`median of ${rounds}            requests/s   server CPU per request`);
  const [one, other] = [results.bare, results.emulator].map(medians);
  for (const [name, { rate, cpu }] of [
    ['bare node:https', one],
    ['emulator', other],
  ]) {
    console.log(`${name.padEnd(22)}${rate.toFixed(0).padStart(10)}   ${cpu.toFixed(0).padStart(17)} µs`);
  }
  const ratio = `${(other.rate / one.rate).toFixed(2)}`;
  console.log(
    `${'emulator to bare'.padEnd(22)}${ratio.padStart(10)}   ${(other.cpu / one.cpu).toFixed(2).padStart(17)}\n`,
  );
}

async function fleet(folder) {
  const seeding = await inChild('seed', folder, large);
  const { child, milliseconds, rss, origin } = await start('serve', folder);
  const ca = readFileSync(path.join(folder, 'ca.pem'), 'utf8');
  const began = performance.now();
  const authorization = `Bearer ${await tokenOf(origin, ca)}`;
  const { status } = await get({ url: origin + list, ca, headers: { authorization }, agent: false });
  if (status !== 200) throw new Error(`The fleet answered ${status}.`);
  const first = performance.now() - began;
  child.disconnect();
  const { customers, subscriptions, assignments } = large;
  const size = statSync(path.join(folder, 'world.json')).size / 2 ** 20;
  console.log(
    `fleet of ${customers} customers x ${subscriptions} subscriptions x ${assignments} assignments`,
  );
  console.log(`seed ${(seeding / 1000).toFixed(1)} s (${size.toFixed(0)} MiB on disk)`);
  console.log(
    `start ${(milliseconds / 1000).toFixed(1)} s, memory then ${(rss / 2 ** 20).toFixed(0)} MiB (RSS)`,
  );
  console.log(`token and first list ${first.toFixed(0)} ms`);
}

/** Requests per second, and microseconds of the server's processor for each. */
async function round(target, { child }) {
  const agent = new https.Agent({ keepAlive: true, maxSockets: connections });
  const before = await ask(child);
  const began = performance.now();
  let left = requestsPerRound;
  const work = async () => {
    while (left-- > 0) {
      const { status } = await get({ ...target, agent });
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - began) / 1000;
  const cpu = (await ask(child)) - before;
  agent.destroy();
  return { rate: requestsPerRound / seconds, cpu: cpu / requestsPerRound };
}

function medians(results) {
  const median = (of) => results.map(of).sort((left, right) => left - right)[Math.floor(rounds / 2)];
  return { rate: median(({ rate }) => rate), cpu: median(({ cpu }) => cpu) };
}

function get({ url, ca, headers, agent, form }) {
  return new Promise((resolve, reject) => {
    const sent = https.request(url, { ca, headers, agent, method: form ? 'POST' : 'GET' }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end(form);
  });
}

async function tokenOf(origin, ca) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'e0e0e0e0-0006-4000-8000-000000000001',
    client_secret: 'emulator-only-secret',
    scope: `${origin}/.default`,
  });
  const url = `${origin}/customer00001.com/oauth2/v2.0/token`;
  return JSON.parse((await get({ url, ca, agent: false, form: form.toString() })).body).access_token;
}

function start(...work) {
  const child = fork(require.resolve('./emulator'), work.map(String));
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ child, ...message }));
    child.once('exit', (code) => reject(new Error(`${work[0]} ended with ${code}.`)));
  });
}

/** The child's processor time so far, in microseconds. */
function ask(child) {
  child.send('cpu');
  return new Promise((resolve) => child.once('message', resolve));
}

/** Milliseconds that the work took. */
async function inChild(work, folder, argument) {
  const { child, milliseconds } = await start(work, folder, JSON.stringify(argument));
  child.disconnect();
  return milliseconds;
}

/** What the child processes do; each says so when it is ready, and ends when it is let go. */
const works = {
  async seed(folder, size) {
    const { seedFleet } = require('../../dist/emulator');
    await seedFleet(folder, JSON.parse(size));
  },
  async serve(folder) {
    const { exampleWorld, startEmulator } = require('../../dist/emulator');
    const { origin } = await startEmulator({ folder, world: exampleWorld, pageSize: 100 });
    return { origin, rss: process.memoryUsage().rss };
  },
  serveBare(folder) {
    const read = (name) => readFileSync(path.join(folder, name), 'utf8');
    const { headers, body } = JSON.parse(read('answer.json'));
    const server = https.createServer(
      { cert: read('server.pem'), key: read('server-key.pem') },
      (_, response) => {
        response.writeHead(200, headers);
        response.end(body);
      },
    );
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve({ origin: `https://localhost:${server.address().port}` }));
    });
  },
};

async function work(name, ...rest) {
  process.on('disconnect', () => process.exit());
  const began = performance.now();
  const result = await works[name](...rest);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send(user + system);
  });
  process.send({ ...result, milliseconds: performance.now() - began });
}

if (process.send) void work(...process.argv.slice(2));
else void main();
