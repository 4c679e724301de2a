import { roles as catalogue } from '../../src/catalogue';
import { accessReport, applyReport, driftReport, jsonText, rolesReport } from '../../src/report';
import { context, existing, fullPlan, guid, people, plan, roles, unmanaged, unread } from './report-fixtures';

describe('driftReport', () => {
  test('one unmanaged assignment', () => {
    const report = driftReport(
      plan({ unmanaged: [unmanaged(existing('b1', roles.owner, people.kim))] }),
      context,
    );
    expect(jsonText(report)).toMatchInlineSnapshot(`
      "{
        "formatVersion": "1",
        "customer": "contoso",
        "tenantId": "e0e0e0e0-0000-4000-8000-00000000007e",
        "cloud": "emulator",
        "asOf": "2026-09-14T06:00:00Z",
        "complete": true,
        "driftCount": 1,
        "coverage": {
          "managed": 0,
          "unmanaged": 1,
          "missing": 0,
          "percent": 0
        },
        "missing": [],
        "changed": [],
        "noLongerDeclared": [],
        "others": [],
        "unmanaged": [
          {
            "standing": "drift",
            "ours": false,
            "origin": "direct",
            "because": null,
            "acceptedBy": null,
            "acceptedUntil": null,
            "assignment": {
              "id": "/subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/Microsoft.Authorization/roleAssignments/e0e0e0e0-0000-4000-8000-0000000000b1",
              "name": "e0e0e0e0-0000-4000-8000-0000000000b1",
              "scope": "/subscriptions/e0e0e0e0-0000-4000-8000-00000000005a",
              "role": {
                "id": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
                "name": "Owner"
              },
              "principal": {
                "id": "e0e0e0e0-0000-4000-8000-0000000000d3",
                "name": "kim@contoso.com",
                "type": "User"
              },
              "condition": null,
              "conditionVersion": null,
              "createdOn": "2026-03-02T07:08:09.1234567Z",
              "createdBy": {
                "id": "e0e0e0e0-0000-4000-8000-0000000000d2",
                "name": "lee@contoso.com"
              }
            },
            "shadowedBy": null
          }
        ],
        "redundant": [],
        "heldBack": [],
        "notCounted": [],
        "delegations": [],
        "partnerEarnedCredit": [
          {
            "alias": "production",
            "subscriptionId": "e0e0e0e0-0000-4000-8000-00000000005a",
            "eligibility": "unknown",
            "lost": false
          },
          {
            "alias": "sandbox",
            "subscriptionId": "e0e0e0e0-0000-4000-8000-00000000005b",
            "eligibility": "unknown",
            "lost": false
          }
        ],
        "unread": [],
        "diagnostics": []
      }"
    `);
  });

  test('holds every section of a plan with one of everything, and says that it is incomplete', () => {
    const report = driftReport(fullPlan(), context);
    expect(report.driftCount).toBe(7);
    expect(report.coverage).toEqual({ managed: 4, unmanaged: 3, missing: 2, percent: 57 });
    expect(report.complete).toBe(false);
    const { missing, changed, noLongerDeclared, unmanaged: found, notCounted } = report;
    expect([missing, changed, noLongerDeclared, found, notCounted].map((list) => list.length)).toEqual([
      2, 2, 1, 2, 3,
    ]);
    expect(notCounted).toContainEqual(
      expect.objectContaining({ acceptedBy: 'anna', acceptedUntil: '2026-12-31' }),
    );
    expect(report.unread[0]?.diagnostic.code).toBe('scope_unread');
  });

  test('gives the id of a missing assignment too', () => {
    const [missing] = driftReport(fullPlan(), context).missing;
    expect(missing?.assignment.id).toBe(
      `/subscriptions/${guid('5a')}/providers/Microsoft.Authorization/roleAssignments/${guid('a1')}`,
    );
  });
});

describe('accessReport', () => {
  const access = {
    title: 'Access',
    principals: new Map([[people.lee, 'missing'] as const]),
    roleNames: new Map(),
    managementGroups: [],
    subscriptions: [
      {
        reading: {
          status: 'read' as const,
          subscriptionId: guid('5a'),
          assignments: [existing('01', roles.owner, people.lee), existing('02', roles.owner, people.kim)],
        },
      },
      { reading: { status: 'unread' as const, subscriptionId: guid('5c'), diagnostic: unread.diagnostic } },
    ],
  };

  test('what is unread has no list that could pass for empty', () => {
    const report = accessReport(access, context);
    expect(report.complete).toBe(false);
    expect(
      report.subscriptions.map(({ status, assignments }) => [status, assignments?.length ?? null]),
    ).toEqual([
      ['read', 2],
      ['unread', null],
    ]);
  });

  test('a management group that is unread makes the report incomplete, too', () => {
    const read = { ...access, subscriptions: access.subscriptions.slice(0, 1) };
    expect(accessReport(read, context).complete).toBe(true);
    const reading = { status: 'unread', managementGroup: 'top', diagnostic: unread.diagnostic } as const;
    const report = accessReport({ ...read, managementGroups: [{ alias: 'all', reading }] }, context);
    expect(report.complete).toBe(false);
    expect(report.managementGroups).toMatchObject([
      { alias: 'all', managementGroup: 'top', status: 'unread', assignments: null },
    ]);
  });

  test('gone and unknown are different things', () => {
    const found = accessReport(access, context).subscriptions[0]?.assignments ?? [];
    expect(found.map(({ principal, directory }) => [principal.id, directory.exists])).toEqual([
      [people.lee, false],
      [people.kim, null],
    ]);
  });
});

test('applyReport keeps every entry, sorted, with null for what is not there', () => {
  const entries = [
    { address: 'b', action: 'adopt', outcome: 'done', assignmentId: '/x' },
    { address: 'a', action: 'delete', outcome: 'failed', diagnostic: unread.diagnostic },
  ] as const;
  const report = applyReport({ customer: 'contoso', entries }, context);
  expect(report.entries.map(({ address, assignmentId }) => [address, assignmentId])).toEqual([
    ['a', null],
    ['b', '/x'],
  ]);
  expect(report.complete).toBe(false);
  expect(report.counts).toEqual({
    added: 0,
    changed: 0,
    destroyed: 0,
    adopted: 1,
    already: 0,
    failed: 1,
    unknown: 0,
    heldBack: 0,
  });
});

test('rolesReport says which roles can give access', () => {
  const report = rolesReport(catalogue);
  expect(report.roles).toHaveLength(catalogue.length);
  expect(report.roles.find(({ name }) => name === 'Owner')?.canGrantAccess).toBe(true);
  expect(report.roles.find(({ name }) => name === 'Reader')?.canGrantAccess).toBe(false);
});

test('jsonText holds the same values and nothing that steers a terminal', () => {
  const report = { formatVersion: '1', name: 'a\u001b[2J\u009b1m\u202eb\u{e0041}\nc😀' };
  const text = jsonText(report);
  expect(JSON.parse(text)).toEqual(report);
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e|\u{e0041}/u);
  expect(text).toContain('😀');
});
