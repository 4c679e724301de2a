import { CustomerStack, group, inTenant, lighthouse, servicePrincipal, user, type App } from 'tilldela';
import { msp } from '../partner';
import { managedService } from '../profiles/managed-service';

/** A manufacturer that is managed without anybody signing in: read over Lighthouse, written by an identity of its own. */
export default (app: App) => {
  const fabrikam = new CustomerStack(app, 'fabrikam', {
    partner: msp,
    tenant: 'e0e0e0e0-0001-4000-8000-000002000001',
    domain: 'fabrikam.onmicrosoft.com',
    subscriptions: { main: 'e0e0e0e0-0002-4000-8000-000002000001' },
    reads: lighthouse(),
    writes: inTenant(),
  });
  const { main } = fabrikam.subscriptions;

  main.grant('owner', {
    to: user('kim@fabrikam.com'),
    role: 'Owner',
    because: 'Fabrikam manages its access itself',
  });
  main.grant('partner', {
    to: msp.adminAgents,
    role: 'Owner',
    because: 'AOBO for emergencies; earns partner credit',
  });
  main.grant('pipeline', {
    to: servicePrincipal('tilldela'),
    role: 'Role Based Access Control Administrator',
    because: 'applies this file from our pipeline',
  });

  main.use('managed', managedService('silver'));

  const erp = main.resourceGroup('rg-erp');
  erp.grant('finance-it', { to: group('Finance IT'), role: 'Contributor' });
  erp.grant('year-end', {
    to: user('noor@fabrikam.com'),
    role: 'Monitoring Reader',
    because: 'helps with the year-end closing',
    until: '2027-12-31',
  });
};
