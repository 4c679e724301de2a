import { definePartner } from 'tilldela';

/** Who we are. Ids that begin with e0e0e0e0 exist in the emulator only. */
export const msp = definePartner({
  tenant: 'e0e0e0e0-0001-4000-8000-000000000001',
  owner: 'e0e0e0e0-0007-4000-8000-000000000001',
  adminAgents: 'e0e0e0e0-0004-4000-8000-000000000001',
  helpdeskAgents: 'e0e0e0e0-0004-4000-8000-000000000002',
});
