import fc from 'fast-check';
import { encodePlanFile, planChanges } from '../../src/plan';
import { planInput } from './arbitraries';

/*
 * Run by locale.test.ts in a process of its own: the plan files of a hundred fixed inputs, and what the process takes
 * for its language and time zone.
 */
const plans = fc.sample(planInput, { seed: 20261231, numRuns: 100 }).map((input) => planChanges(input));
const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(
  JSON.stringify({ locale, timeZone, files: plans.map((plan) => encodePlanFile([plan], '1')) }),
);
