import { command, options } from './command';

export const offboardCommand = command({
  name: 'offboard <customer>',
  describe: 'Show what leaving a customer would take, and what would remain; --apply does it',
  options: (yargs) =>
    yargs
      .positional('customer', { describe: 'name of the customer', type: 'string', demandOption: true })
      .option('apply', { describe: 'carry it out', type: 'boolean', default: false })
      .option('auto-approve', { describe: 'do not ask for approval', type: 'boolean', default: false })
      .option('allow', options.allow)
      .option('json', options.json)
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/offboard')).runOffboard,
});
