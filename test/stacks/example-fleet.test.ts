import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { roleNameOf } from '../../src/catalogue';
import { synthesizeCustomers, type Synthesis } from '../../src/constructs';
import { parseRoleDefinitionGuid } from '../../src/model';

const repository = path.resolve(__dirname, '../..');
const customersFolder = path.join(repository, 'stacks', 'customers');
const files = readdirSync(customersFolder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ customer: path.basename(name, '.ts'), file: path.join(customersFolder, name) }));

const outdir = mkdtempSync(path.join(tmpdir(), 'tilldela-fleet-'));
let synthesis: Synthesis;
const configurations = new Map<string, ReturnType<typeof JSON.parse>>();

beforeAll(async () => {
  synthesis = await synthesizeCustomers({
    projectFolder: repository,
    files,
    outdir,
    cloud: 'emulator',
    locks: new Map(),
  });
  for (const { customer, configurationFile } of synthesis.customers) {
    configurations.set(customer, JSON.parse(readFileSync(configurationFile, 'utf8')));
  }
});
afterAll(() => rmSync(outdir, { recursive: true }));

/** Who gets what: `path: role -> principal`, sorted by path. */
function grantsOf(customer: string): string[] {
  const { resource, '//': annotations } = configurations.get(customer);
  const grants = Object.entries<{ path: string; until?: string }>(annotations.tilldela.grants).map(
    ([address, { path: place, until }]) => {
      const [type = '', name = ''] = address.split('.');
      const { role_definition_id: role, principal_id: principal } = resource[type][name];
      const who = principal.replace(/^\$\{data\.azuread_(.*)\.object_id\}$/, '$1');
      return `${place}: ${roleNameOf(parseRoleDefinitionGuid(role)!)} -> ${who}${until ? ` until ${until}` : ''}`;
    },
  );
  return grants.sort();
}

test('the example has no mistakes', () => {
  expect(synthesis.diagnostics).toEqual([]);
  expect(synthesis.customers.map(({ customer }) => customer)).toEqual([
    'contoso',
    'fabrikam',
    'tailspin',
    'wingtip',
    'woodgrove',
  ]);
});

test('the example passes the type check', () => {
  const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.json'), (file) =>
    readFileSync(file, 'utf8'),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  const program = ts.createProgram(
    files.map(({ file }) => file),
    options,
  );
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/stacks/'));
  expect(own).toHaveLength(files.length + 2);
  expect(
    own.flatMap((source) => program.getSemanticDiagnostics(source)).map(({ messageText }) => messageText),
  ).toEqual([]);
});

const adminAgents = 'e0e0e0e0-0004-4000-8000-000000000001';
const helpdeskAgents = 'e0e0e0e0-0004-4000-8000-000000000002';

test.each<[string, string[]]>([
  [
    'contoso',
    [
      'contoso/production/managed/backup: Backup Operator -> group.backup_team',
      `contoso/production/managed/support: Contributor -> ${helpdeskAgents}`,
      'contoso/production/owner: Owner -> user.lee_contoso_com',
      `contoso/production/partner: Owner -> ${adminAgents}`,
      'contoso/production/rg-data/web-shop: Storage Blob Data Reader -> user.dana_contoso_com',
      'contoso/production/rg-web/web-shop: Website Contributor -> user.dana_contoso_com until 2027-12-31',
      'contoso/sandbox/owner: Owner -> user.lee_contoso_com',
      `contoso/sandbox/partner: Owner -> ${adminAgents}`,
      'contoso/sandbox/rg-lab/lab: Contributor -> group.lab_team',
    ],
  ],
  [
    'fabrikam',
    [
      'fabrikam/main/managed/backup: Backup Operator -> group.backup_team',
      `fabrikam/main/managed/support: Reader -> ${helpdeskAgents}`,
      'fabrikam/main/owner: Owner -> user.kim_fabrikam_com',
      `fabrikam/main/partner: Owner -> ${adminAgents}`,
      'fabrikam/main/pipeline: Role Based Access Control Administrator -> service_principal.tilldela',
      'fabrikam/main/rg-erp/finance-it: Contributor -> group.finance_it',
      'fabrikam/main/rg-erp/year-end: Monitoring Reader -> user.noor_fabrikam_com until 2027-12-31',
    ],
  ],
  [
    'tailspin',
    [
      'tailspin/shop/managed/backup: Backup Operator -> group.backup_team',
      `tailspin/shop/managed/support: Reader -> ${helpdeskAgents}`,
      'tailspin/shop/owner: Owner -> user.ivy_tailspin_com',
      `tailspin/shop/partner: Owner -> ${adminAgents}`,
    ],
  ],
  [
    'wingtip',
    [
      `wingtip/games/managed/support: Contributor -> ${helpdeskAgents}`,
      'wingtip/games/owner: Owner -> user.max_wingtip_com',
      `wingtip/games/partner: Owner -> ${adminAgents}`,
    ],
  ],
  [
    'woodgrove',
    [
      'woodgrove/core/owner: Owner -> user.omar_woodgrove_com',
      'woodgrove/core/pipeline: Role Based Access Control Administrator -> service_principal.tilldela',
      'woodgrove/core/rg-bank/platform-secrets: Key Vault Secrets Officer -> group.platform_team',
      'woodgrove/core/rg-bank/platform: Contributor -> group.platform_team',
    ],
  ],
])('%s declares what its file says', (customer, grants) => {
  expect(grantsOf(customer)).toEqual([...grants].sort());
});

test('every customer has an Owner of its own in each subscription', () => {
  for (const customer of configurations.keys()) {
    const { subscriptions } = configurations.get(customer)['//'].tilldela;
    const owned = grantsOf(customer).filter((grant) => grant.includes(': Owner -> user.'));
    expect([customer, owned.length]).toEqual([customer, Object.keys(subscriptions).length]);
  }
});

test('every id belongs to the example or to Azure', () => {
  for (const [customer, configuration] of configurations) {
    const guids =
      JSON.stringify(configuration).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ??
      [];
    const computed = Object.values<{ name: string }>(
      configuration.resource.tilldela_role_assignment ?? {},
    ).map(({ name }) => name);
    const foreign = guids.filter(
      (guid) => !guid.startsWith('e0e0e0e0-') && !roleNameOf(guid as never) && !computed.includes(guid),
    );
    expect([customer, foreign]).toEqual([customer, []]);
  }
});
