import { command, options } from './command';

export const planCommand = command({
  name: 'plan [customers..]',
  describe: 'Show what would change in Azure; writes nothing there',
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('out', { describe: 'save the plan in this file', type: 'string', requiresArg: true })
      .option('detailed-exitcode', {
        describe: 'exit 2 when there are changes',
        type: 'boolean',
        default: false,
      })
      .option('allow', options.allow)
      .option('engine', options.engine)
      .option('jobs', options.jobs)
      .option('summary', options.summary)
      .option('json', options.json)
      .option('cloud', options.cloud)
      .option('as-of', options.asOf),
  load: async () => (await import('../runs/by-engine')).planByEngine,
});

export const applyCommand = command({
  name: 'apply [customers..]',
  describe: 'Make Azure as declared: named customers, --all, or a saved --plan',
  options: (yargs) =>
    yargs
      .positional('customers', {
        ...options.customers,
        describe: 'names of customers, or patterns such as "con*"',
      })
      .option('all', { describe: 'every customer', type: 'boolean', default: false })
      .option('plan', {
        describe: 'carry out exactly the plan in this file',
        type: 'string',
        requiresArg: true,
      })
      .option('auto-approve', { describe: 'do not ask', type: 'boolean', default: false })
      .option('allow', options.allow)
      .option('engine', options.engine)
      .option('jobs', options.jobs)
      .option('summary', options.summary)
      .option('json', options.json)
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/by-engine')).applyByEngine,
});

export const driftCommand = command({
  name: 'drift [customers..]',
  describe: 'Show where Azure differs from the declaration; exit 2 if it does',
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('json', options.json)
      .option('cloud', options.cloud)
      .option('as-of', options.asOf),
  load: async () => (await import('../runs/drift')).runDrift,
});

export const accessCommand = command({
  name: 'access [customers..]',
  describe: 'Show who has access now; needs no declaration with --subscription',
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('subscription', {
        describe: 'id of a subscription, declared or not',
        type: 'string',
        requiresArg: true,
      })
      .option('json', options.json)
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/access')).runAccess,
});

export const adoptCommand = command({
  name: 'adopt [customers..]',
  describe: 'Write what Azure has into files that grant nothing yet; writes nothing to Azure',
  options: (yargs) =>
    yargs
      .positional('customers', {
        ...options.customers,
        describe: 'names of customers, or patterns such as "con*"',
      })
      .option('all', {
        describe: 'every customer whose file grants nothing yet',
        type: 'boolean',
        default: false,
      })
      .option('tenant', {
        describe: 'of a customer without a file: domain or id of the tenant',
        type: 'string',
        requiresArg: true,
      })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/adopt')).runAdopt,
});

export const forgetCommand = command({
  name: 'forget <scope>',
  describe: 'Stop looking after CUSTOMER[/ALIAS]; touches nothing in Azure',
  options: (yargs) =>
    yargs
      .positional('scope', { describe: 'CUSTOMER or CUSTOMER/ALIAS', type: 'string', demandOption: true })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/forget')).runForget,
});
