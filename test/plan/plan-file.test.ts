import { DiagnosticError, diagnostic } from '../../src/diagnostics';
import type { CalendarDate } from '../../src/model';
import {
  decodePlanFile,
  encodePlanFile,
  findStaleness,
  isActionable,
  planChanges,
  type Plan,
} from '../../src/plan';
import { testGuid } from './arbitraries';
import {
  adminAgents,
  adopted,
  at,
  dana,
  ended,
  existing,
  grant,
  lee,
  lock,
  production,
  roles,
  situation,
} from './example';

const version = '0.1.0';
const handMade = existing({ to: adminAgents, as: 'ForeignGroup', role: roles.owner }, 7);
const previous = existing({ to: lee }, 8);

/** A plan that has everything that a plan can have. */
const plan: Plan = planChanges(
  situation({
    grants: [
      grant(
        'added',
        { role: roles.contributor },
        { source: { file: 'stacks/customers/contoso.ts', line: 3 }, because: 'new' },
      ),
      grant('changed', { role: roles.owner, condition: 'b' }),
      grant('kept'),
      ended('over', { scope: at('/resourceGroups/rg') }),
      grant('partner', { to: adminAgents, as: 'ForeignGroup', role: roles.owner }),
      grant('replaced', { to: lee, role: roles.contributor }),
    ],
    found: [
      existing({ role: roles.owner, condition: 'a' }),
      existing({}),
      existing({ scope: at('/resourceGroups/rg') }),
      existing({ scope: at('/resourceGroups/gone') }),
      {
        ...existing({ to: lee, role: roles.owner }, 9),
        delegatedManagedIdentityResourceId: '/x',
        description: 'by hand',
      },
      existing({ to: testGuid(3, 7) }, 10),
      handMade,
      previous,
    ],
    desired: {
      ignore: [{ because: 'not ours', principalId: lee, role: roles.owner }],
      accept: [
        {
          scope: at(),
          principalId: testGuid(3, 7),
          role: roles.reader,
          by: 'anna',
          because: 'audit',
          until: '2026-12-31' as CalendarDate,
        },
      ],
      principalNames: new Map([[dana, 'dana@contoso.com']]),
    },
    lock: lock([adopted(previous, 'replaced')]),
    diagnostics: [diagnostic('role_names_unread', { detail: 'hidden', hint: 'look', customer: 'contoso' })],
  }),
);
const other: Plan = { ...planChanges(situation({ unread: [production] })), customer: 'alpha' };
const text = encodePlanFile([plan], version);
const content = JSON.parse(text);

/** What a program reads that knows Terraform's plan JSON and nothing of us. */
describe('a plan file, as others read it', () => {
  it('says for each address what happens, as Terraform says it', () => {
    const seen = content.resource_changes.map(
      (each: { address: string; change: { actions: string[] }; action_reason?: string }) => [
        each.address,
        each.change.actions.join('+'),
        each.action_reason ?? '',
      ],
    );
    const gone = existing({ scope: at('/resourceGroups/gone') }).name;
    expect(seen).toEqual([
      ['module.contoso.azurerm_role_assignment.added', 'create', ''],
      ['module.contoso.azurerm_role_assignment.changed', 'update', ''],
      ['module.contoso.azurerm_role_assignment.kept', 'no-op', ''],
      ['module.contoso.azurerm_role_assignment.over', 'delete', 'delete_because_count_index'],
      ['module.contoso.azurerm_role_assignment.replaced', 'create+delete', 'replace_because_cannot_update'],
      [
        `module.contoso.azurerm_role_assignment.undeclared["${gone}"]`,
        'delete',
        'delete_because_no_resource_config',
      ],
      ['module.contoso.tilldela_role_assignment.partner', 'no-op', ''],
    ]);
  });

  it('identifies resources by module, type, name, index and provider', () => {
    const byName = (name: string) =>
      content.resource_changes.find((each: { name: string }) => each.name === name);
    expect(byName('added')).toMatchObject({
      module_address: 'module.contoso',
      mode: 'managed',
      type: 'azurerm_role_assignment',
      provider_name: 'registry.terraform.io/hashicorp/azurerm',
    });
    expect(byName('added')).not.toHaveProperty('index');
    expect(byName('undeclared')).toMatchObject({
      index: existing({ scope: at('/resourceGroups/gone') }).name,
    });
    expect(byName('partner')).toMatchObject({ provider_name: 'tilldela.internal/tilldela/tilldela' });
  });

  it('shows before and after as attributes of azurerm, with what is not known yet', () => {
    const [added, changed, kept, over] = content.resource_changes.map(
      (each: { change: object }) => each.change,
    );
    expect(added).toMatchObject({
      before: null,
      after: {
        scope: at(),
        principal_id: dana,
        principal_type: 'User',
        role_definition_id: `${at()}/providers/Microsoft.Authorization/roleDefinitions/${roles.contributor}`,
        condition: null,
      },
      after_unknown: { id: true },
      before_sensitive: false,
      after_sensitive: {},
    });
    const id = existing({ role: roles.owner }).id;
    expect(changed).toMatchObject({
      before: { id, condition: 'a' },
      after: { id, condition: 'b' },
      after_unknown: {},
    });
    expect(kept.after).toEqual(kept.before);
    expect(over).toMatchObject({ after: null, after_sensitive: false });
  });

  it('marks an adoption as an import, and nothing else', () => {
    const importing = content.resource_changes.flatMap(
      (each: { name: string; change: { importing?: unknown } }) =>
        each.change.importing ? [[each.name, each.change.importing]] : [],
    );
    expect(importing).toEqual([['partner', { id: handMade.id }]]);
  });

  it('has planned values for everything but what goes', () => {
    const [module] = content.planned_values.root_module.child_modules;
    expect(module.address).toBe('module.contoso');
    expect(module.resources.map(({ name }: { name: string }) => name)).toEqual([
      'added',
      'changed',
      'kept',
      'replaced',
      'partner',
    ]);
  });

  it('is applyable and complete when nothing is wrong and something is to do', () => {
    expect(content).toMatchObject({
      format_version: '1.2',
      applyable: true,
      complete: true,
      errored: false,
      timestamp: plan.asOf,
    });
    const nothing = JSON.parse(encodePlanFile([planChanges(situation({}))], version));
    expect(nothing).toMatchObject({ applyable: false, complete: true, errored: false });
  });

  it.each([
    ['a scope could not be read', [plan, other]],
    ['a declaration is wrong', [{ ...plan, diagnostics: [diagnostic('duplicate_grant', { detail: '' })] }]],
  ])('is errored, incomplete and not applyable when %s', (_why, plans) => {
    expect(JSON.parse(encodePlanFile(plans, version))).toMatchObject({
      applyable: false,
      complete: false,
      errored: true,
    });
  });

  it('lists customers in order, whatever the order in which they were planned', () => {
    const both = encodePlanFile([plan, other], version);
    expect(encodePlanFile([other, plan], version)).toBe(both);
    expect(JSON.parse(both).tilldela.customers.map(({ customer }: Plan) => customer)).toEqual([
      'alpha',
      'contoso',
    ]);
  });
});

describe('a plan file, as we read it back', () => {
  it('gives the plans that were written', () => {
    expect(decodePlanFile(encodePlanFile([other, plan], version), version)).toEqual(
      JSON.parse(JSON.stringify([other, plan])),
    );
  });

  it('gives no plan for no customer', () => {
    expect(decodePlanFile(encodePlanFile([], version), version)).toEqual([]);
  });

  it.each([
    ['another version', () => decodePlanFile(text, '0.2.0')],
    [
      'another format',
      () => decodePlanFile(text.replace('"formatVersion": "1"', '"formatVersion": "2"'), version),
    ],
  ])('is refused for %s', (_what, decode) => {
    expect(refusalOf(decode)).toEqual(['plan_file_version']);
  });

  const edited = (change: (json: typeof content) => void): string => {
    const json = JSON.parse(text);
    change(json);
    return `${JSON.stringify(json, null, 2)}\n`;
  };

  it.each<[string, string]>([
    ['is empty', ''],
    ['is cut off', text.slice(0, -40)],
    ['is a plan of Terraform', '{"format_version":"1.2","resource_changes":[]}'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['was formatted otherwise', JSON.stringify(JSON.parse(text))],
    ['has a byte more', `${text} `],
    ['lost its planned values', edited((json) => delete json.planned_values)],
    [
      'has another principal in a change',
      edited((json) => (json.resource_changes[0].change.after.principal_id = lee)),
    ],
    [
      'has another action in a change',
      edited((json) => (json.resource_changes[0].change.actions = ['no-op'])),
    ],
    ['lost a change', edited((json) => json.resource_changes.splice(1, 1))],
    [
      'has a change that our part does not know',
      edited((json) => json.resource_changes.push(json.resource_changes[0])),
    ],
    ['lost the note on a change', edited((json) => json.tilldela.customers[0].changes.splice(1, 1))],
    [
      'has an address that no change has',
      edited((json) => (json.tilldela.customers[0].changes[0].address = 'azurerm_role_assignment.x')),
    ],
    [
      'says that it is complete when it is not',
      encodePlanFile([other], version).replace('"errored": true', '"errored": false'),
    ],
    ['has a key of somebody else', edited((json) => (json.tilldela.customers[0].extra = 1))],
    [
      'has a diagnostic of an unknown code',
      edited((json) => (json.tilldela.customers[0].diagnostics[0].code = 'toString')),
    ],
    ['has an import that is none', edited((json) => delete json.resource_changes[6].change.importing)],
    ['has a scope that is none', edited((json) => (json.resource_changes[0].change.after.scope = 'rg'))],
    ['has a tenant that is none', edited((json) => (json.tilldela.customers[0].tenantId = 'contoso'))],
  ])('is refused when it %s', (_what, damaged) => {
    expect(refusalOf(() => decodePlanFile(damaged, version))).toEqual(['plan_file_unreadable']);
  });

  /** Words may be lost unseen, such as a letter of a reason; nothing that is acted upon. */
  it('never acts otherwise for a lost letter: it is refused, or stale, or does the same', () => {
    for (let index = 0; index < text.length; index += 13) {
      const damaged = text.slice(0, index) + text.slice(index + 1);
      const isRefused = refusalOf(() => decodePlanFile(damaged, version)).length > 0;
      if (isRefused) continue;
      const [read] = decodePlanFile(damaged, version) as [Plan];
      if (findStaleness(read, plan).length === 0) expect(deeds(read)).toEqual(deeds(plan));
    }
  });
});

/** What is carried out, without the words about it, and without who made what is there. */
function deeds({ changes }: Plan): unknown {
  return changes
    .filter((change) => isActionable(change) || ('adopting' in change && change.adopting))
    .map((change) => ({
      ...change,
      ...('before' in change && { before: { ...change.before, createdBy: undefined, createdOn: undefined } }),
      ...{ source: undefined, because: undefined, constructPath: undefined },
    }));
}

function refusalOf(decode: () => unknown): string[] {
  try {
    decode();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}
