import { aobo, CustomerStack, group, user, type App } from 'tilldela';
import { msp } from '../partner';
import { managedService } from '../profiles/managed-service';

/** A retailer on a gold contract. Its subscriptions came from us, so AdminAgents has been Owner from the first day. */
export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: 'e0e0e0e0-0001-4000-8000-000001000001',
    domain: 'contoso.onmicrosoft.com',
    subscriptions: {
      production: 'e0e0e0e0-0002-4000-8000-000001000001',
      sandbox: 'e0e0e0e0-0002-4000-8000-000001000002',
    },
    reads: aobo(),
    writes: aobo(),
    ownership: 'owned-only',
    ignore: [{ origin: 'policy-identity', because: 'Azure Policy makes and removes these itself' }],
    accept: [
      {
        on: 'production',
        to: user('audit@contoso.com'),
        role: 'Reader',
        by: 'anna',
        because: 'yearly audit, the auditors bring their own access',
        until: '2027-12-31',
      },
    ],
  });
  const { production, sandbox } = contoso.subscriptions;

  // The customer's own administrator is Owner: they can always manage their subscriptions without us.
  production.grant('owner', {
    to: user('lee@contoso.com'),
    role: 'Owner',
    because: 'Contoso manages its access itself',
  });
  sandbox.grant('owner', {
    to: user('lee@contoso.com'),
    role: 'Owner',
    because: 'Contoso manages its access itself',
  });

  // Both assignments exist already. The first apply adopts them: it changes nothing in Azure.
  production.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO; earns partner credit' });
  sandbox.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO; earns partner credit' });

  production.use('managed', managedService('gold'));

  production
    .resourceGroup('rg-web')
    .grant('web-shop', { to: user('dana@contoso.com'), role: 'Website Contributor', until: '2027-12-31' });
  production
    .resourceGroup('rg-data')
    .grant('web-shop', { to: user('dana@contoso.com'), role: 'Storage Blob Data Reader' });
  sandbox.resourceGroup('rg-lab').grant('lab', { to: group('Lab team'), role: 'Contributor' });
};
