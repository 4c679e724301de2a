import { command, options } from './command';

const approve = { describe: 'do not ask', type: 'boolean', default: false } as const;
const customer = {
  describe: 'name of its file or company, a domain, or the id of its tenant',
  type: 'string',
  demandOption: true,
} as const;

/** Of a command that reads one customer's relationship, and of one that changes it. */
const reading = { json: options.json, cloud: options.cloud } as const;
const changing = { 'auto-approve': approve, ...reading } as const;

const addCustomerCommand = command({
  name: 'add [customer]',
  describe: "Write the customer's file, or those of --all: tenant and subscriptions, no grant",
  options: (yargs) =>
    yargs
      .positional('customer', {
        describe: 'domain, name of the company, or id of the tenant',
        type: 'string',
      })
      .option('all', {
        describe: 'every customer in Partner Center that has no file',
        type: 'boolean',
        default: false,
      })
      .option('name', {
        describe: 'of the file; default: that of the company',
        type: 'string',
        requiresArg: true,
      })
      .options(reading),
  load: async () => (await import('../runs/customers-add')).runCustomersAdd,
});

export const customersCommand = command({
  name: 'customers [search]',
  describe: 'List your customers from Partner Center and Microsoft Graph',
  options: (yargs) =>
    yargs
      .positional('search', { describe: 'beginning of a name or domain', type: 'string' })
      .option('details', {
        describe: 'subscriptions too: sold but not accessible, accessible but not sold',
        type: 'boolean',
        default: false,
      })
      .options(reading),
  load: async () => (await import('../runs/customers')).runCustomers,
  subcommands: [addCustomerCommand],
});

const statusCommand = command({
  name: 'status [customers..]',
  describe: 'Show relationships, when they end, and where they differ; exit 2 if pending or different',
  options: (yargs) =>
    yargs
      .positional('customers', { ...options.customers, describe: 'default: every customer with a file' })
      .options(reading),
  load: async () => (await import('../runs/relationship-status')).runRelationshipStatus,
});

const requestCommand = command({
  name: 'request <customer>',
  describe: 'Request the declared relationship; prints the links for the customer',
  options: (yargs) => yargs.positional('customer', customer).options(changing),
  load: async () => (await import('../runs/relationship-request')).runRelationshipRequest,
});

const watchCommand = command({
  name: 'watch <customer>',
  describe: 'Wait until the customer has accepted; with --auto-approve go on as apply does',
  options: (yargs) =>
    yargs
      .positional('customer', customer)
      .option('timeout', { describe: 'minutes', type: 'number', default: 60, requiresArg: true })
      .options(changing),
  load: async () => (await import('../runs/relationship-watch')).runRelationshipWatch,
});

const applyCommand = command({
  name: 'apply <customer>',
  describe: 'Give groups the roles that are declared, and let it extend itself or not',
  options: (yargs) => yargs.positional('customer', customer).options(changing),
  load: async () => (await import('../runs/relationship-apply')).runRelationshipApply,
});

const extendCommand = command({
  name: 'extend <customer>',
  describe: 'Let the relationship extend itself',
  options: (yargs) =>
    yargs
      .positional('customer', customer)
      .option('drop-global-administrator', {
        describe: 'give up this role, which keeps it from extending itself',
        type: 'boolean',
        default: false,
      })
      .options(changing),
  load: async () => (await import('../runs/relationship-change')).runRelationshipExtend,
});

const terminateCommand = command({
  name: 'terminate <customer>',
  describe: 'End the relationship',
  options: (yargs) => yargs.positional('customer', customer).options(changing),
  load: async () => (await import('../runs/relationship-change')).runRelationshipTerminate,
});

export const relationshipCommand = command({
  name: 'relationship',
  describe: 'What a customer delegates to you (GDAP): status, request, watch, apply, extend, terminate',
  options: (yargs) =>
    yargs.demandCommand(1, 'Name what to do: status, request, watch, apply, extend or terminate.'),
  load: async () => (await import('../runs/relationship-status')).runRelationshipStatus,
  subcommands: [statusCommand, requestCommand, watchCommand, applyCommand, extendCommand, terminateCommand],
});
