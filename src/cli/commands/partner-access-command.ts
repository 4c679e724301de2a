import { command, options } from './command';
import type { PartnerAccessArguments } from '../runs/partner-access';

function subcommand(
  verb: 'revoke' | 'reinstate',
  describe: string,
  run: 'runPartnerAccessRevoke' | 'runPartnerAccessReinstate',
) {
  return command<PartnerAccessArguments>({
    name: `${verb} <customer>`,
    describe,
    options: (yargs) =>
      yargs
        .positional('customer', { describe: 'name of the customer', type: 'string', demandOption: true })
        .option('auto-approve', { describe: 'do not ask for approval', type: 'boolean', default: false })
        .option('allow', options.allow)
        .option('json', options.json)
        .option('cloud', options.cloud),
    load: async () => (await import('../runs/partner-access'))[run],
  });
}

const revoke = subcommand(
  'revoke',
  'Take from AdminAgents what it has in the subscriptions',
  'runPartnerAccessRevoke',
);
const reinstate = subcommand(
  'reinstate',
  'Give AdminAgents what the file grants it, or say who can',
  'runPartnerAccessReinstate',
);

export const partnerAccessCommand = command({
  name: 'partner-access',
  describe: 'Your own access (AdminAgents) to a customer: revoke, reinstate, with a statement of what is',
  options: (yargs) => yargs.demandCommand(1, 'Name what to do: revoke or reinstate.'),
  load: async () => (await import('../runs/partner-access')).runPartnerAccessReinstate,
  subcommands: [revoke, reinstate],
});
