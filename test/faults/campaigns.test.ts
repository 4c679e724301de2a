import { runCampaigns } from './run-campaigns';

const campaigns = 60;

// `npm run test:faults -- --campaigns 10000` runs more of them, and the one of a seed alone.
test(`${campaigns} simulated campaigns of faults, kills and interference break no invariant`, async () => {
  expect(await runCampaigns({ campaigns, seed: 1 })).toEqual([]);
}, 120_000);
