import { command, options } from './command';

export const handOffCommand = command({
  name: 'handoff [customers..]',
  describe: "Write what a customer's administrator is to do where no channel can",
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('out', {
        describe: 'save page, scripts and templates in this folder; without it the page is printed',
        type: 'string',
        requiresArg: true,
      })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/handoff')).runHandOff,
});

export const doctorCommand = command({
  name: 'doctor [customers..]',
  describe: "Say what is missing between here and a change in a customer's Azure, and who can mend it",
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('json', options.json)
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/doctor')).runDoctor,
});
