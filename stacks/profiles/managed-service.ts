import { group, profile } from 'tilldela';
import { msp } from '../partner';

/** What every customer with a service contract gives us. Gold customers let the service desk change things. */
export const managedService = profile((tier: 'silver' | 'gold') => ({
  support: { to: msp.helpdeskAgents, role: tier === 'gold' ? 'Contributor' : 'Reader' },
  backup: {
    to: group('Backup team'),
    role: 'Backup Operator',
    because: 'runs the restore test of the contract',
  },
}));
