import { aobo, CustomerStack, user, type App } from 'tilldela';
import { msp } from '../partner';
import { managedService } from '../profiles/managed-service';

/** A game studio on a gold contract that looks after its own backups. */
export default (app: App) => {
  const wingtip = new CustomerStack(app, 'wingtip', {
    partner: msp,
    tenant: 'e0e0e0e0-0001-4000-8000-000005000001',
    domain: 'wingtip.onmicrosoft.com',
    subscriptions: { games: 'e0e0e0e0-0002-4000-8000-000005000001' },
    reads: aobo(),
    writes: aobo(),
  });
  const { games } = wingtip.subscriptions;

  games.grant('owner', {
    to: user('max@wingtip.com'),
    role: 'Owner',
    because: 'Wingtip manages its access itself',
  });
  games.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO; earns partner credit' });
  games.use('managed', managedService('gold'), {
    except: { backup: { because: 'runs its own backups, CHG-4711', review: '2027-06-30' } },
  });
};
