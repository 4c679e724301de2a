import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ownerships, type Ownership } from '../../src/model';
import type {
  AcceptRule,
  ActualState,
  CalendarDate,
  DesiredGrant,
  DesiredState,
  ExistingRoleAssignment,
  Scope,
} from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import {
  adopted,
  at,
  dana,
  ended,
  existing,
  grant,
  inWords,
  lock,
  production,
  roles,
  situation,
} from './example';
import type { Access, Bearing } from './example';

/*
 * Every combination of what is declared, what Azure has, whose it is, how much the customer's stack owns, and whether
 * the scope could be read. The table that people read is the one that is tested: src/plan/decision-table.md.
 */
const table = path.resolve(__dirname, '..', '..', 'src', 'plan', 'decision-table.md');

/** The access that all of it is about: dana is Reader at the subscription, under the condition a. */
const access = { condition: 'a' } satisfies Access;

const unknownToDirectory = 'declared, not in the directory';
const endedForNobody = 'ended, its name found nobody';
const declarations: Readonly<Record<string, readonly DesiredGrant[]>> = {
  absent: [],
  declared: [grant('shop', access)],
  'declared, other condition': [grant('shop', { condition: 'b' })],
  [unknownToDirectory]: [grant('shop', access)],
  'declared twice': [grant('shop', access), grant('web', access)],
  ended: [ended('shop', access)],
  [endedForNobody]: [],
  'as other access': [grant('shop', { role: roles.contributor })],
  'as other access, preventDestroy': [grant('shop', { role: roles.contributor }, { preventDestroy: true })],
};

interface Found {
  readonly bearing: Bearing;
  readonly isAdopted?: boolean;
  readonly scope?: Scope;
}

const owners: Readonly<Record<string, Found>> = {
  ours: { bearing: 'ours' },
  'previous owner': { bearing: 'previous' },
  adopted: { bearing: 1, isAdopted: true },
  'other owner': { bearing: 'other' },
  "nobody's": { bearing: 1 },
  inherited: { bearing: 1, scope: '/providers/Microsoft.Management/managementGroups/top' as Scope },
};

const accept: AcceptRule = {
  scope: at(),
  principalId: dana,
  role: roles.reader,
  by: 'anna',
  because: 'audit',
  until: '2026-12-31' as CalendarDate,
};

const rules: Readonly<Record<string, Partial<DesiredState>>> = {
  '': {},
  ', ignored': { ignore: [{ because: 'x', principalId: dana }] },
  ', accepted': { accept: [accept] },
  ', of unknown origin': { ignore: [{ because: 'x', origin: 'policy-identity' }] },
};

interface Circumstances {
  readonly ownership: Ownership;
  readonly isUnread?: boolean;
  /** What Privileged Identity Management gives could not be read, though assignments could. */
  readonly areSchedulesUnread?: boolean;
}

/** Several circumstances in one column must come to the same. */
const columns: Readonly<Record<string, readonly Circumstances[]>> = {
  'owned-only': [{ ownership: 'owned-only' }],
  full: [{ ownership: 'full' }],
  'full, schedules unread': [{ ownership: 'full', areSchedulesUnread: true }],
  'either, unread': ownerships.map((ownership) => ({ ownership, isUnread: true })),
};

interface Row {
  readonly declared: string;
  readonly actual: string;
  readonly outcomes: readonly string[];
}

function computeRows(): Row[] {
  return Object.keys(declarations).flatMap((declared) => [
    { declared, actual: 'nothing', outcomes: outcomesOf(declared, undefined, '') },
    ...Object.keys(rules).flatMap((rule) =>
      Object.entries(owners).map(([owner, found]) => ({
        declared,
        actual: `${owner}${rule}`,
        outcomes: outcomesOf(declared, found, rule),
      })),
    ),
  ]);
}

function outcomesOf(declared: string, found: Found | undefined, rule: string): string[] {
  return Object.values(columns).map((circumstances) =>
    [...new Set(circumstances.map((each) => outcome(declared, found, rule, each)))].join(' / '),
  );
}

function outcome(
  declared: string,
  found: Found | undefined,
  rule: string,
  { isUnread = false, areSchedulesUnread = false, ownership }: Circumstances,
): string {
  const content = found && existing({ ...access, ...(found.scope && { scope: found.scope }) }, found.bearing);
  const isUnknown = rule.includes('unknown');
  const input = situation({
    grants: declarations[declared] ?? [],
    desired: {
      ownership,
      ...rules[rule],
      ...(declared === endedForNobody && {
        endedForNobody: [{ ...ended('shop'), nobody: 'The directory has no such user.' }],
      }),
    },
    found: content ? [content] : [],
    unread: isUnread ? [production] : [],
    lock: lock(found?.isAdopted && content ? [adopted(content, 'shop')] : []),
    ...(declared === unknownToDirectory && { principals: new Map([[dana, 'missing']]) }),
    ...(isUnknown && { principals: new Map() }),
  });
  const actual = areSchedulesUnread ? withoutSchedules(input.actual) : input.actual;
  return inTable(planChanges({ ...input, actual }), content);
}

function withoutSchedules(actual: ActualState): ActualState {
  const subscriptions = actual.subscriptions.map((reading) => {
    if (reading.status === 'unread') return reading;
    const { status, subscriptionId, assignments } = reading;
    return { status, subscriptionId, assignments };
  });
  return { ...actual, subscriptions };
}

function inTable(plan: Plan, content: ExistingRoleAssignment | undefined): string {
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const left = plan.unmanaged
    .filter(({ assignment }) => assignment.id === content?.id)
    .map(({ standing, isOurs }) => `${standing}${isOurs ? ' (ours)' : ''}`);
  const unread = plan.unread.map(({ diagnostic }) => diagnostic.code);
  return [...plan.changes.map(inWords), ...errors, ...left, ...unread].join(', ') || '-';
}

function asMarkdown(rows: readonly Row[]): string {
  const titles = ['declared', 'in Azure', ...Object.keys(columns)];
  const cells = rows.map(({ declared, actual, outcomes }) => [declared, actual, ...outcomes]);
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [
    line(titles),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...cells.map(line),
  ].join('\n');
}

function listedRows(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replace(/^-+$/, '-'))
        .join(' | '),
    );
}

describe('what is planned for one access', () => {
  const printed = asMarkdown(computeRows());

  it('is listed for every combination, and nothing else is', () => {
    process.stdout.write(`${printed}\n`);
    const listed = listedRows(readFileSync(table, 'utf8')).map(keyOf);
    expect(listed).toEqual(listedRows(printed).map(keyOf));
  });

  it('is what the table says', () => {
    expect(listedRows(readFileSync(table, 'utf8'))).toEqual(listedRows(printed));
  });

  it('never touches what is inherited, of another owner, ignored, accepted or unread, but for adopting what is declared', () => {
    const protectedFrom = computeRows().flatMap(({ declared, actual, outcomes }) =>
      /inherited|other owner|ignored|accepted|unknown origin/.test(actual)
        ? outcomes.map((text) => ({ declared, actual, text }))
        : [],
    );
    const isDeclared = (declared: string) => declared.startsWith('declared');
    expect(
      protectedFrom.filter(
        ({ declared, actual, text }) =>
          /\b(delete|replace)\b/.test(text) ||
          (/\bupdate\b/.test(text) && (!isDeclared(declared) || /inherited|other owner/.test(actual))),
      ),
    ).toEqual([]);
    const unread = computeRows().flatMap(({ outcomes }) => outcomes.slice(-1));
    expect(unread.filter((text) => /create|update|replace|delete/.test(text))).toEqual([]);
  });
});

function keyOf(row: string): string {
  return row.split(' | ').slice(0, 2).join(' | ');
}
