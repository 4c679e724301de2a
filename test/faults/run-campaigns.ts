import { runCampaign } from './campaign';
import { makeScenario } from './make-scenario';
import { SimulatedAzure } from './simulated-azure';
import { simulateTime, type SimulatedTime } from './simulated-time';
import type { Scenario } from './scenario';
import type { Violation } from './violation';

/** A campaign that broke something. Its seed alone repeats it. */
export interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** Campaigns that share one emulator; each has a tenant of its own in it. */
const atOneAzure = 8;
/** So few assignments that lists have several pages, and where there are hundreds, so many that the pages are few. */
const pageSize = { usual: 6, full: 250 };

/** Runs the campaigns with the seeds from `seed` on, one after the other. */
export async function runCampaigns(
  { campaigns, seed }: { readonly campaigns: number; readonly seed: number },
  onProgress: (done: number, failure: Failure | undefined) => void = () => undefined,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const time = simulateTime();
  for (let first = 0; first < campaigns; first += atOneAzure) {
    const count = Math.min(atOneAzure, campaigns - first);
    const scenarios = Array.from({ length: count }, (_, index) => makeScenario(seed + first + index));
    const usual = scenarios.filter(({ isFull }) => !isFull);
    const found = await failuresOf(usual, pageSize.usual, time);
    for (const scenario of scenarios.filter(({ isFull }) => isFull))
      found.push(...(await failuresOf([scenario], pageSize.full, time)));
    failures.push(...found);
    for (const [index, scenario] of scenarios.entries())
      onProgress(
        first + index + 1,
        found.find((failure) => failure.seed === scenario.seed),
      );
  }
  return failures;
}

/** What broke at one emulator. */
async function failuresOf(
  scenarios: readonly Scenario[],
  pageSize: number,
  time: SimulatedTime,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const azure = await SimulatedAzure.open(scenarios, time, pageSize);
  try {
    for (const scenario of scenarios) {
      const violations = await runCampaign(scenario, azure).catch((error: unknown) => [
        { invariant: 'none', what: `the campaign threw: ${(error as Error).stack}` },
      ]);
      if (violations.length > 0) failures.push({ seed: scenario.seed, violations });
    }
  } finally {
    await azure.close();
  }
  return failures;
}
