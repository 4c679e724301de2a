import { command, options } from './command';

export const bootstrapCommand = command({
  name: 'bootstrap <customer>',
  describe: "Set up the application that applies unattended in the customer's tenant",
  options: (yargs) =>
    yargs
      .positional('customer', { describe: 'name of the customer', type: 'string', demandOption: true })
      .option('issuer', {
        describe: 'issuer of the tokens of the CI; without it GitHub Actions',
        type: 'string',
        requiresArg: true,
      })
      .option('subject', {
        describe: 'whose tokens the application is to trust, such as "repo:org/repo:environment:production"',
        type: 'string',
        requiresArg: true,
      })
      .option('auto-approve', { describe: 'do not ask for approval', type: 'boolean', default: false })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/bootstrap')).runBootstrap,
});
