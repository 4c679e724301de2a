import { CustomerStack, group, inTenant, servicePrincipal, user, type App } from 'tilldela';
import { msp } from '../partner';

/** A bank that keeps the partner out: no AOBO, no Lighthouse, only an identity in its own tenant. */
export default (app: App) => {
  const woodgrove = new CustomerStack(app, 'woodgrove', {
    partner: msp,
    tenant: 'e0e0e0e0-0001-4000-8000-000003000001',
    domain: 'woodgrove.onmicrosoft.com',
    subscriptions: { core: 'e0e0e0e0-0002-4000-8000-000003000001' },
    reads: inTenant(),
    writes: inTenant(),
  });
  const { core } = woodgrove.subscriptions;

  core.grant('owner', {
    to: user('omar@woodgrove.com'),
    role: 'Owner',
    because: 'Woodgrove manages its access itself',
  });
  core.grant('pipeline', {
    to: servicePrincipal('tilldela'),
    role: 'Role Based Access Control Administrator',
    because: 'applies this file from our pipeline',
  });

  const bank = core.resourceGroup('rg-bank');
  bank.grant('platform', { to: group('Platform team'), role: 'Contributor' });
  bank.grant('platform-secrets', { to: group('Platform team'), role: 'Key Vault Secrets Officer' });
};
