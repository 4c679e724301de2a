import { aobo, CustomerStack, user, type App } from 'tilldela';
import { msp } from '../partner';
import { managedService } from '../profiles/managed-service';

/** A small shop: the service contract and nothing else. */
export default (app: App) => {
  const tailspin = new CustomerStack(app, 'tailspin', {
    partner: msp,
    tenant: 'e0e0e0e0-0001-4000-8000-000004000001',
    domain: 'tailspin.onmicrosoft.com',
    subscriptions: { shop: 'e0e0e0e0-0002-4000-8000-000004000001' },
    reads: aobo(),
    writes: aobo(),
  });
  const { shop } = tailspin.subscriptions;

  shop.grant('owner', {
    to: user('ivy@tailspin.com'),
    role: 'Owner',
    because: 'Tailspin manages its access itself',
  });
  shop.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO; earns partner credit' });
  shop.use('managed', managedService('silver'));
};
