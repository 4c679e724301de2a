import fc from 'fast-check';
import stringWidth from 'string-width';
import type { PrincipalType } from '../../src/model';
import type { Plan } from '../../src/plan';
import {
  accessReport,
  driftReport,
  renderAccess,
  renderDrift,
  renderPlan,
  renderPlanSummary,
} from '../../src/report';
import { diagnostic } from '../../src/diagnostics';
import {
  assignment,
  context,
  create,
  existing,
  fullPlan,
  guid,
  keep,
  lab,
  names,
  people,
  plan,
  production,
} from './report-fixtures';
import { remove, roles, scope, unmanaged, unread, update } from './report-fixtures';

const hostile = 'Lee\u001b[2J\u001b[31m\r\n  # contoso: nothing\u009b1m\u202egnp\u200b\u{e0041}\ud800"\\';

const texts = fc.oneof(
  fc.constant(hostile),
  fc.constant('古い名前'.repeat(40)),
  fc.constant(
    'an-unbroken-name-that-is-longer-than-any-line-of-an-ordinary-terminal-can-be@contoso.onmicrosoft.com',
  ),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.lorem({ maxCount: 20 }),
);
const ids = fc.integer({ min: 1, max: 40 }).map((end) => guid(String(end)));
const scopes = fc.constantFrom(
  production,
  lab,
  scope('/'),
  scope('/providers/Microsoft.Management/managementGroups/contoso-root'),
  scope(`/subscriptions/${guid('5a')}/resourceGroups/rg-web/providers/Microsoft.Web/sites/shop/slots/blue`),
);
const assignments = fc
  .record({
    name: fc.integer({ min: 1, max: 9999 }).map(String),
    role: fc.oneof(fc.constantFrom(roles.owner, roles.contributor, roles.reader), ids),
    principal: ids,
    at: scopes,
    principalType: fc.constantFrom<PrincipalType>(
      'User',
      'Group',
      'ServicePrincipal',
      'ForeignGroup',
      'Device',
    ),
    condition: fc.option(texts, { nil: undefined }),
    createdBy: fc.oneof(ids, texts),
  })
  .map(({ name, role, principal, at, principalType, condition, createdBy }) =>
    existing(name, role, principal, at, {
      principalType,
      createdBy,
      ...(condition !== undefined && { condition }),
    }),
  );
const because = fc
  .option(texts, { nil: undefined })
  .map((text) => (text === undefined ? {} : { because: text }));
const path = fc.integer({ min: 1, max: 9999 }).map((end) => `contoso/production/grant-${end}`);
const changes = fc.oneof(
  fc.tuple(path, assignments, because).map(([at, of, why]) => create(at, of, why)),
  fc.tuple(path, assignments, because).map(([at, of, why]) => keep(at, of, true, why)),
  fc.tuple(path, assignments, texts).map(([at, of, text]) => update(at, of, text)),
  assignments.map((of) => remove(of)),
);
const unmanagedAccess = fc.oneof(
  fc
    .tuple(assignments, fc.constantFrom('direct', 'orphan', 'own-foreign-principal', 'policy-identity'))
    .map(([of, origin]) => unmanaged(of, origin as 'direct')),
  fc
    .tuple(assignments, texts)
    .map(([of, text]) => unmanaged(of, 'direct', { standing: 'ignored', because: text })),
  fc
    .tuple(assignments, texts)
    .map(([of, text]) =>
      unmanaged(of, 'direct', { standing: 'accepted', because: text, by: text, until: '2026-12-31' }),
    ),
);
const plans: fc.Arbitrary<Plan> = fc
  .record({
    changes: fc.uniqueArray(changes, { maxLength: 6, selector: ({ address }) => address }),
    unmanaged: fc.uniqueArray(unmanagedAccess, { maxLength: 6, selector: ({ assignment: { id } }) => id }),
    unread: fc.constantFrom([], [unread]),
    diagnostics: fc.array(
      texts.map((detail) => diagnostic('grant_expired', { detail, hint: detail })),
      { maxLength: 2 },
    ),
    names: fc.dictionary(ids, texts),
  })
  .map((parts) => plan(parts));

function access(from: Plan) {
  const readings = from.unmanaged.map((entry) => entry.assignment);
  return {
    title: hostile,
    principals: new Map(
      Object.entries(from.names).map(
        ([id, displayName]) =>
          [guid(id.slice(-12)), { id: guid(id.slice(-12)), type: 'User', displayName }] as const,
      ),
    ),
    roleNames: new Map(Object.entries(from.names).map(([id, name]) => [guid(id.slice(-12)), name] as const)),
    managementGroups: [
      {
        alias: hostile,
        reading: { status: 'read' as const, managementGroup: 'top', assignments: readings },
      },
    ],
    subscriptions: [
      {
        displayName: hostile,
        reading: { status: 'read' as const, subscriptionId: guid('5a'), assignments: readings },
      },
    ],
  };
}

function everyText(from: Plan, width: number, color = false): string[] {
  const given = { ...context, width, color };
  return [
    renderPlan(from, given),
    renderDrift(from, given),
    renderPlanSummary([from], given),
    renderAccess(access(from), given),
  ];
}

const sgr = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const unbreakable = /[0-9a-f]{8}-[0-9a-f-]{27}|azurerm_role_assignment\.|\.grant\(|role: '|to: user\(/;

test.each([60, 80, 120])('no line is wider than %i columns, but for unbreakable ids', (width) => {
  fc.assert(
    fc.property(plans, (given) => {
      for (const line of everyText(given, width).join('\n').split('\n')) {
        if (stringWidth(line) > width) expect(line).toMatch(unbreakable);
      }
    }),
  );
});

test('the plan with one of everything fits 80 columns', () => {
  const lines = [renderPlan(fullPlan(), context), renderPlanSummary([fullPlan()], context)]
    .join('\n')
    .split('\n');
  expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
});

test('ids are never broken', () => {
  fc.assert(
    fc.property(plans, (given) => {
      const [text = ''] = everyText(given, 60);
      for (const entry of given.unmanaged) {
        const { principalId } = entry.assignment;
        if (given.names[principalId] === undefined) expect(text).toContain(principalId);
      }
    }),
  );
});

test('no text from outside steers a terminal or begins a line of its own', () => {
  fc.assert(
    fc.property(plans, (given) => {
      for (const text of everyText(given, 80)) {
        expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|[\u200b\u202a-\u202e\u2028\u2029]|\u{e0041}/u);
        expect(text).not.toMatch(/^ {2}# contoso: nothing/m);
      }
    }),
  );
});

test('a hostile name stays visible, written out and in its quotes', () => {
  const given = plan({
    changes: [create('contoso/production/x', assignment('a1', roles.reader, people.kim))],
    names: { ...names, [people.kim]: hostile },
  });
  expect(renderPlan(given, { ...context, width: 400 })).toContain(
    String.raw`"Lee\u{1b}[2J\u{1b}[31m # contoso: nothing\u{9b}1m\u{202e}gnp\u{200b}\u{e0041}\u{d800}\"\\" (User)`,
  );
});

test('white space in a name is one space, so that it cannot push text out of sight or into another column', () => {
  const spaced = { ...names, [people.kim]: ' kim\n\t\u00a0\u00a0   production ' };
  const given = plan({ unmanaged: [unmanaged(existing('b1', roles.owner, people.kim))], names: spaced });
  expect(renderPlan(given, { ...context, width: 400 })).toContain('  kim production (User)  ');
});

test('colour adds nothing but colour', () => {
  fc.assert(
    fc.property(plans, (given) => {
      const plain = everyText(given, 80);
      const coloured = everyText(given, 80, true);
      expect(coloured.join()).toContain('\u001b[');
      expect(coloured.map((text) => text.replace(sgr, ''))).toEqual(plain);
    }),
  );
});

test('the order of what is given does not matter', () => {
  const shuffled = (given: Plan): Plan => ({
    ...given,
    changes: given.changes.toReversed(),
    unmanaged: given.unmanaged.toReversed(),
    unread: given.unread.toReversed(),
    diagnostics: given.diagnostics.toReversed(),
    names: Object.fromEntries(Object.entries(given.names).toReversed()),
  });
  fc.assert(
    fc.property(plans, (given) => {
      expect(everyText(shuffled(given), 80)).toEqual(everyText(given, 80));
      expect(JSON.stringify(driftReport(shuffled(given), context))).toBe(
        JSON.stringify(driftReport(given, context)),
      );
      expect(JSON.stringify(accessReport(access(shuffled(given)), context))).toBe(
        JSON.stringify(accessReport(access(given), context)),
      );
    }),
  );
});
