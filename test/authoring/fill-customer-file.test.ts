import fc from 'fast-check';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import type { util } from 'prettier';
import * as standalone from 'prettier/standalone';
import stringWidth from 'string-width';
import { customerSkeleton, fillCustomerFile, fillSubscriptions, type FoundAccess } from '../../src/authoring';
import { knownRoles } from '../../src/catalogue';
import { principalTypes, type Guid } from '../../src/model';
import {
  adminAgents,
  assignment,
  found,
  helpdeskAgents,
  objectId,
  principal,
  production,
  sandbox,
  user,
} from './world';

const skeleton = customerSkeleton({
  customer: 'contoso',
  tenantId: '11111111-0000-4000-8000-000000000001' as Guid,
  domain: 'contoso.com',
  subscriptions: [
    { alias: 'production', subscriptionId: production },
    { alias: 'sandbox', subscriptionId: sandbox },
  ],
  reads: 'aobo',
  writes: 'aobo',
});

function fill(access: FoundAccess, text = skeleton) {
  const filled = fillCustomerFile(text, access);
  if ('problem' in filled) throw new Error(filled.problem);
  return filled;
}

const { format } = standalone;
/** In the standalone build as well, though its types do not say so. */
const { getStringWidth } = (standalone as unknown as { readonly util: typeof util }).util;

/** The text as prettier has it in this repository. */
function formatted(text: string): Promise<string> {
  const plugins = [typescript, estree] as unknown as string[]; // their types are not those that `format` asks for
  return format(text, { parser: 'typescript', plugins, singleQuote: true, printWidth: 110 });
}

/** Everything after the properties of the stack. */
function bodyOf(text: string): string {
  return text.slice(text.indexOf('\n  });\n') + '\n  });\n'.length);
}

test('a file with all that is found reads as a person would have written it', async () => {
  const rg = `/subscriptions/${production}/resourceGroups/rg-web`;
  const storage = `${rg}/providers/Microsoft.Storage/storageAccounts/st1`;
  const { text, grants } = fill(
    found(
      [
        assignment(1, { to: adminAgents, type: 'ForeignGroup', role: 'Owner' }),
        assignment(2, {
          to: helpdeskAgents,
          type: 'ForeignGroup',
          role: 'Reader',
          at: `/subscriptions/${sandbox}`,
        }),
        assignment(3, { to: objectId(1), type: 'User', role: 'Owner' }),
        assignment(4, { to: objectId(2), type: 'Group', role: 'Contributor', at: rg }),
        assignment(5, { to: objectId(3), type: 'ServicePrincipal', role: 'Reader', at: storage }),
        assignment(6, { to: objectId(9), type: 'User', role: 'Reader', origin: 'orphan' }),
        assignment(7, {
          to: objectId(4),
          type: 'ServicePrincipal',
          role: 'Contributor',
          origin: 'policy-identity',
        }),
        assignment(8, { to: objectId(5), type: 'User', role: 'Reader', at: rg.toUpperCase() }),
      ],
      [
        user(1, 'lee@contoso.com'),
        principal(2, 'Group', 'Lab team'),
        principal(3, 'ServicePrincipal', 'shop'),
        principal(4, 'ServicePrincipal', 'tag-policy'),
        user(5, 'anna_partner.com#EXT#@contoso.onmicrosoft.com', { isGuest: true }),
      ],
    ),
  );
  expect(grants).toBe(6);
  expect(text).toBe(`import { aobo, CustomerStack, group, servicePrincipal, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '11111111-0000-4000-8000-000000000001',
    domain: 'contoso.com',
    subscriptions: {
      production: '22222222-0000-4000-8000-000000000001',
      sandbox: '22222222-0000-4000-8000-000000000002',
    },
    reads: aobo(),
    writes: aobo(),
    ignore: [{ origin: 'policy-identity', because: 'Azure Policy makes and removes these itself' }],
  });
  const { production, sandbox } = contoso.subscriptions;

  production.grant('admin-agents-owner', {
    to: msp.adminAgents,
    role: 'Owner',
    because: 'as found on 2026-11-22',
  });
  production.grant('lee-owner', {
    to: user('lee@contoso.com'),
    role: 'Owner',
    because: 'as found on 2026-11-22',
  });

  const rgWeb = production.resourceGroup('rg-web');
  rgWeb.grant('anna-partner-com-reader', {
    to: user('anna_partner.com#EXT#@contoso.onmicrosoft.com'),
    role: 'Reader',
    because: 'as found on 2026-11-22',
  });
  rgWeb.grant('lab-team-contributor', { to: group('Lab team'), role: 'Contributor' });

  const st1 = rgWeb.resource('Microsoft.Storage/storageAccounts', 'st1');
  st1.grant('shop-reader', { to: servicePrincipal('shop'), role: 'Reader' });

  sandbox.grant('helpdesk-agents-reader', { to: msp.helpdeskAgents, role: 'Reader' });

  // Also found, and not declared:
  // - Reader of ${objectId(9)} at /subscriptions/${production}: its principal no longer exists
  // - Contributor of tag-policy (${objectId(4)}) at /subscriptions/${production}: Azure Policy makes and removes these itself
};
`);
  expect(await formatted(text)).toBe(text);
});

test('whoever cannot be told by name goes by object id, with a comment', () => {
  const known = [
    principal(1, 'Group', 'Team'),
    principal(2, 'Group', 'Team'),
    { ...principal(3, 'ServicePrincipal', objectId(3)), isLimited: true },
    { ...principal(4, 'ServicePrincipal', 'deploy'), isUserAssigned: true },
    principal(5, 'Group', ' blank '),
  ];
  const to = (number: number, type: 'Group' | 'ServicePrincipal' | 'ForeignGroup') =>
    assignment(number, { to: objectId(number), type, role: 'Reader' });
  const named = new Map([['ServicePrincipal:deploy', objectId(4)]]); // the directory has Team twice
  const { text } = fill(
    found(
      [
        to(1, 'Group'),
        to(2, 'Group'),
        to(3, 'ServicePrincipal'),
        to(4, 'ServicePrincipal'),
        to(5, 'Group'),
        to(6, 'ForeignGroup'),
      ],
      known,
      { named },
    ),
  );
  expect(bodyOf(text)).toBe(`  const { production } = contoso.subscriptions;

  // ' blank ': by object id, since the name alone does not find exactly this one
  production.grant('blank-reader', { to: group('${objectId(5)}'), role: 'Reader' });
  production.grant('deploy-reader', { to: managedIdentity('deploy'), role: 'Reader' });
  // a group of another tenant, whose directory could not be asked
  production.grant('foreign-group-00000006-reader', {
    to: { type: 'ForeignGroup', objectId: '${objectId(6)}' },
    role: 'Reader',
    because: 'as found on 2026-11-22',
  });
  // the directory does not tell its name
  production.grant('service-principal-reader', {
    to: servicePrincipal('${objectId(3)}'),
    role: 'Reader',
  });
  // 'Team': by object id, since the name alone does not find exactly this one
  production.grant('team-reader', { to: group('${objectId(1)}'), role: 'Reader' });
  // 'Team': by object id, since the name alone does not find exactly this one
  production.grant('team-00000002-reader', {
    to: group('${objectId(2)}'),
    role: 'Reader',
  });
};
`);
});

test('a condition of several lines stands as it is, whatever it holds', async () => {
  const condition = "\r\n(\r\n !(ActionMatches{'a\\'`${x}'})\r\n)\n";
  const given = { to: objectId(1), type: 'Group', role: 'Reader' } as const;
  const group = principal(1, 'Group', 'Ops');
  const { text } = fill(
    found([assignment(1, { ...given, more: { condition, conditionVersion: '2.0' } })], [group]),
  );
  expect(text).toContain("    condition: `(\n !(ActionMatches{'a\\\\'\\`\\${x}'})\n)`,\n");
  expect(await formatted(text)).toBe(text);

  const older = assignment(1, { ...given, more: { condition, conditionVersion: '1.0' } });
  const { leftOut } = fill(found([older], [group]));
  expect(leftOut.map(({ why }) => why)).toEqual(['its condition has the version 1.0']);
});

test('a role that no name means is in the comment: unknown, or with the name of another role', () => {
  const role = (number: number) => ({
    id: objectId(number),
    name: 'Patch Operator',
    description: '',
    permissions: [],
  });
  const [first, second, unknown] = [1, 2, 3].map((number) =>
    assignment(number, { to: objectId(9), type: 'Group', role: objectId(number) }),
  );
  const access = found(
    [first, second, unknown].flatMap((each) => each ?? []),
    [principal(9, 'Group', 'Ops')],
    {
      roles: knownRoles([role(1), role(2)]),
    },
  );
  const { text, leftOut } = fill(access);
  expect(text).toContain(
    "production.grant('ops-patch-operator', { to: group('Ops'), role: 'Patch Operator' });",
  );
  expect(leftOut.map(({ assignment: { role } }) => role)).toEqual([objectId(2), objectId(3)]);
});

test('what a file says already stays: comments, backend, rules, bindings', async () => {
  const own = `import { aobo, azurermBackend, CustomerStack, type App } from 'tilldela';
import { northwind } from '../partners/northwind';

/** A retailer. */
export default (app: App) => {
  const retailer = new CustomerStack(app, 'contoso', {
    partner: northwind,
    tenant: '11111111-0000-4000-8000-000000000001',
    subscriptions: { production: '${production}' }, // sold in 2024
    reads: aobo(),
    writes: aobo(),
    ignore: [{ origin: 'pim-activated', because: 'ours' }],
    backend: azurermBackend({ storageAccountName: 'state', containerName: 'state' }),
  });
  const { production } = retailer.subscriptions;

  // nothing is granted yet
};
`;
  const { text } = fill(
    found([
      assignment(1, { to: adminAgents, type: 'ForeignGroup', role: 'Reader' }),
      assignment(2, { to: objectId(1), type: 'ServicePrincipal', role: 'Reader', origin: 'policy-identity' }),
    ]),
    own,
  );
  const kept = own.replace('  const { production } = retailer.subscriptions;\n', '').split('\n').slice(0, -2);
  expect(text.split('\n').slice(0, kept.length)).toEqual(kept);
  expect(text).toContain(
    "production.grant('admin-agents-reader', { to: northwind.adminAgents, role: 'Reader' });",
  );
  expect(await formatted(text)).toBe(text);
});

test.each([
  ['two stacks', skeleton + skeleton, 'new CustomerStack'],
  ['no partner', skeleton.replace('partner: msp,', '...msp,'), 'partner'],
  ['no import of the library', skeleton.replace("'tilldela'", "'elsewhere'"), 'import'],
  ['an end of its own', skeleton.replace(/\};\s*$/, '}; // done\n'), 'end'],
])('a file with %s is left alone, and the reason given', (_what, text, problem) => {
  expect(fillCustomerFile(text, found([]))).toEqual({ problem: expect.stringContaining(problem) });
});

test('subscriptions are filled in where none are declared', () => {
  const empty = customerSkeleton({
    customer: 'a',
    tenantId: production,
    subscriptions: [],
    reads: 'aobo',
    writes: 'aobo',
  });
  expect(fillSubscriptions(empty, [{ alias: 'shop', subscriptionId: production }])).toContain(
    `    subscriptions: { shop: '${production}' },\n`,
  );
  expect(fillSubscriptions(skeleton, [])).toBeUndefined();
});

const awkward = [
  "it's",
  '"quoted" and \'quoted\'',
  'back\\slash \\',
  'two\nlines\r\nthree',
  '👩‍💻 emoji 🚀',
  '${x} $${y} `z`',
  '*/ // <!-- -->',
  'class',
  'constructor',
  'then',
  '__proto__',
  'msp',
  'user',
  '\u202Egnp.exe',
  'a\u2028b\u00a0c',
  '東京チーム',
  '\ud83d',
  '1st line',
  '_',
  '  ',
  'x'.repeat(120),
];
/** Of characters that are new to Unicode the two libraries differ on the width, and so on where a line is full. */
const isMeasuredAlike = (text: string): boolean => getStringWidth(text) === stringWidth(text);
const anyName = fc.oneof(
  fc.constantFrom(...awkward),
  fc
    .array(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(isMeasuredAlike), {
      maxLength: 130,
    })
    .map((characters) => characters.join('')),
);

test('any names give text that prettier leaves as it is, and that the order of the input does not change', async () => {
  const roleNames = ['Owner', 'Reader', 'Contributor', 'Role Based Access Control Administrator'];
  const groupName = fc.stringMatching(/^[\w\-().]{0,88}[\w\-()]$/);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: anyName,
          type: fc.constantFrom(...principalTypes),
          role: fc.constantFrom(...roleNames),
          at: fc.oneof(
            fc.constant(''),
            groupName.map((name) => `/resourceGroups/${name}`),
            fc
              .tuple(groupName, groupName)
              .map(
                ([rg, name]) =>
                  `/resourceGroups/${rg}/providers/Microsoft.Sql/servers/${name}/databases/${name}`,
              ),
            groupName.map((name) => `/providers/Microsoft.Foo/bars/${name}`),
          ),
          condition: fc.option(anyName, { nil: undefined }),
          isNamed: fc.boolean(),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      fc.array(anyName, { minLength: 2, maxLength: 2 }),
      async (items, aliases) => {
        const principals = items.map(({ name, type }, index) =>
          type === 'User' ? user(index, `${name}@contoso.com`) : principal(index, type, name),
        );
        const all = items.map(({ type, role, at, condition }, index) =>
          assignment(index, {
            to: objectId(index),
            type,
            role,
            at: `/subscriptions/${production}${at}`,
            more: condition === undefined ? {} : { condition, conditionVersion: '2.0' },
          }),
        );
        const [alias = '', other = ''] = aliases.map(
          (name, index) => `a${name.replace(/[^\w-]/g, '').slice(0, 50)}${index}`,
        );
        const subscriptions = [
          { alias, subscriptionId: production },
          { alias: other, subscriptionId: sandbox },
        ];
        const access = found(
          all,
          principals.filter((_, index) => items[index]?.isNamed),
          { subscriptions },
        );
        const { text } = fill(access);
        expect(await formatted(text)).toBe(text);
        expect(fill({ ...access, assignments: all.toReversed() }).text).toBe(text);
      },
    ),
    { numRuns: 100 },
  );
});
