import { command, options } from './command';

export const initCommand = command({
  name: 'init [folder]',
  describe: "Make a partner's repository: an example customer, CI, an owner id of your own",
  options: (yargs) =>
    yargs.positional('folder', { describe: 'where; default: this folder', type: 'string', default: '.' }),
  load: async () => (await import('../runs/init')).runInit,
});

export const synthCommand = command({
  name: 'synth [customers..]',
  describe: 'Write the Terraform configurations; needs no network',
  options: (yargs) => yargs.positional('customers', options.customers).option('cloud', options.cloud),
  load: async () => (await import('../runs/synth')).runSynth,
});

export const validateCommand = command({
  name: 'validate [customers..]',
  describe: 'Check the declarations; needs no network',
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('cloud', options.cloud)
      .option('as-of', options.asOf),
  load: async () => (await import('../runs/synth')).runValidate,
});

export const showCommand = command({
  name: 'show <plan>',
  describe: 'Show a saved plan',
  options: (yargs) =>
    yargs
      .positional('plan', { describe: 'a file that plan --out wrote', type: 'string', demandOption: true })
      .option('json', options.json),
  load: async () => (await import('../runs/show')).runShow,
});

const refreshRolesCommand = command({
  name: 'refresh [customers..]',
  describe: "Learn the roles of customers' tenants: writes stacks/roles.json and stacks/roles.ts",
  options: (yargs) =>
    yargs
      .positional('customers', options.customers)
      .option('check', {
        describe: 'write nothing; exit 2 if a file would change',
        type: 'boolean',
        default: false,
      })
      .option('cloud', options.cloud),
  load: async () => (await import('../runs/refresh-roles')).runRefreshRoles,
});

export const rolesCommand = command({
  name: 'roles [text..]',
  describe: 'List the built-in roles that have the text in their name or description',
  options: (yargs) =>
    yargs
      .positional('text', {
        describe: 'words of a name',
        type: 'string',
        array: true,
        default: [] as string[],
      })
      .option('json', options.json),
  load: async () => (await import('../runs/roles')).runRoles,
  subcommands: [refreshRolesCommand],
});

export const explainCommand = command({
  name: 'explain [code]',
  describe: 'Explain the code of an error or warning',
  options: (yargs) => yargs.positional('code', { describe: 'such as scope_vanished', type: 'string' }),
  load: async () => (await import('../runs/explain')).runExplain,
});

export const emulatorCommand = command({
  name: 'emulator <action>',
  describe:
    'Run the local Azure (start), make it as it was at first (reset), fill it with a fleet (seed), show its log',
  options: (yargs) =>
    yargs
      .positional('action', {
        describe: 'start, reset, seed or log',
        choices: ['start', 'reset', 'seed', 'log'] as const,
        demandOption: true,
      })
      .option('port', { describe: 'port to listen on; 0 means any free one', type: 'number', default: 0 })
      .option('throttle', {
        describe: "start: refuse requests beyond Azure's quotas",
        type: 'boolean',
        default: false,
      })
      .option('customers', { describe: 'seed: how many', type: 'number', default: 100 })
      .option('subscriptions', { describe: 'seed: of each customer', type: 'number', default: 2 })
      .option('assignments', { describe: 'seed: of each subscription', type: 'number', default: 25 })
      .option('seed', { describe: 'seed: the same number makes the same fleet', type: 'number', default: 1 }),
  load: async () => (await import('../runs/emulator')).runEmulator,
});

const installProviderCommand = command({
  name: 'install [folder]',
  describe: 'Put the provider where Terraform and OpenTofu find it',
  options: (yargs) =>
    yargs.positional('folder', {
      describe: 'a filesystem mirror; default: ~/.terraform.d/plugins',
      type: 'string',
    }),
  load: async () => (await import('../runs/provider')).runProviderInstall,
});

export const providerCommand = command({
  name: 'provider',
  describe: 'The provider for configurations in HCL',
  options: (yargs) => yargs.demandCommand(1, 'Name what to do with the provider: install.'),
  load: async () => (await import('../runs/provider')).runProviderInstall,
  subcommands: [installProviderCommand],
});

export const tourCommand = command({
  name: 'tour',
  describe: 'A guided first run on the emulator, in under half a minute',
  options: (yargs) => yargs,
  load: async () => (await import('../runs/tour')).runTour,
});
