import { runCampaign } from './campaign';
import { makeScenario } from './make-scenario';
import { SimulatedAzure } from './simulated-azure';
import { simulateTime } from './simulated-time';
import type { Violation } from './violation';

/** A campaign that broke something. Its seed alone repeats it. */
export interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** Campaigns that share one emulator; each has a tenant of its own in it. */
const atOneAzure = 8;

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
    const azure = await SimulatedAzure.open(scenarios, time);
    try {
      for (const [index, scenario] of scenarios.entries()) {
        const violations = await runCampaign(scenario, azure).catch((error: unknown) => [
          { invariant: 'none', what: `the campaign threw: ${(error as Error).stack}` },
        ]);
        const failure = violations.length > 0 ? { seed: scenario.seed, violations } : undefined;
        if (failure) failures.push(failure);
        onProgress(first + index + 1, failure);
      }
    } finally {
      await azure.close();
    }
  }
  return failures;
}
