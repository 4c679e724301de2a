/*
 * Simulates bad days: random fleets, declarations, faults and kills against the emulator over HTTPS, with simulated
 * time. `npm run test:faults -- --campaigns N --seed S` runs the campaigns S to S + N - 1 and exits with 1 when one of
 * them breaks an invariant of the design; it then prints the command that repeats it.
 */
import { parseArgs } from 'node:util';
import { runCampaigns } from './run-campaigns';

const { values } = parseArgs({
  options: { campaigns: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const [campaigns, seed] = [Number(values.campaigns), Number(values.seed)];
if (!Number.isSafeInteger(campaigns) || !Number.isSafeInteger(seed)) {
  throw new Error('--campaigns and --seed are whole numbers.');
}

async function main(): Promise<void> {
  const begun = performance.now();
  const failures = await runCampaigns({ campaigns, seed }, (done, failure) => {
    for (const { invariant, what } of failure?.violations ?? []) write(`  invariant ${invariant}: ${what}`);
    if (failure) write(`seed ${failure.seed}: npm run test:faults -- --campaigns 1 --seed ${failure.seed}\n`);
    if (done % 500 === 0) write(`${done} of ${campaigns}`);
  });
  const seconds = (performance.now() - begun) / 1000;
  const rate = `${seconds.toFixed(0)} s, ${(campaigns / seconds).toFixed(1)} a second`;
  write(`${campaigns} campaigns from seed ${seed}: ${failures.length} broke an invariant (${rate})`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
