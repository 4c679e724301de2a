import { command, options } from './command';

export const inviteCommand = command({
  name: 'invite <customer>',
  describe: "Invite the guests who are declared and not in the customer's directory yet",
  options: (yargs) =>
    yargs
      .positional('customer', { describe: 'name of the customer', type: 'string', demandOption: true })
      .option('auto-approve', { describe: 'do not ask for approval', type: 'boolean', default: false })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/invite')).runInvite,
});
