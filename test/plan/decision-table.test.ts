import type { DesiredGrant, ExistingRoleAssignment, Ownership } from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import {
  adopted,
  ended,
  existing,
  grant,
  inWords,
  lock,
  production,
  situation,
  type Bearing,
} from './example';

/*
 * Every combination of what is declared, what Azure has, whose it is, and how much the customer's stack owns. The
 * whole table stands here to be read; what would be done is in the last three columns.
 */
const declarations: Record<string, DesiredGrant[]> = {
  declared: [grant('shop', { condition: 'a' })],
  ended: [ended('shop', { condition: 'a' })],
  'not declared': [],
};

const inAzure: Record<string, { bearing: Bearing; condition?: string; isAdopted?: boolean } | undefined> = {
  nothing: undefined,
  ours: { bearing: 'ours', condition: 'a' },
  'ours, other condition': { bearing: 'ours', condition: 'b' },
  'ours, no condition': { bearing: 'ours' },
  'previous owner': { bearing: 'previous', condition: 'a' },
  adopted: { bearing: 1, condition: 'a', isAdopted: true },
  'adopted, other condition': { bearing: 1, condition: 'b', isAdopted: true },
  'other owner': { bearing: 'other', condition: 'a' },
  'by hand': { bearing: 1, condition: 'a' },
  'by hand, other condition': { bearing: 1, condition: 'b' },
};

const expected = `
declared     | in Azure                 | owned-only                                 | full                                              | unread
-------------+--------------------------+--------------------------------------------+---------------------------------------------------+-------
declared     | nothing                  | create shop: not-in-azure                  | create shop: not-in-azure                         | -
declared     | ours                     | no-op shop                                 | no-op shop                                        | -
declared     | ours, other condition    | update shop: condition-differs             | update shop: condition-differs                    | -
declared     | ours, no condition       | update shop: condition-differs             | update shop: condition-differs                    | -
declared     | previous owner           | no-op shop, adopting                       | no-op shop, adopting                              | -
declared     | adopted                  | no-op shop                                 | no-op shop                                        | -
declared     | adopted, other condition | update shop: condition-differs             | update shop: condition-differs                    | -
declared     | other owner              | conflicting_owner, outside                 | conflicting_owner, outside                        | -
declared     | by hand                  | no-op shop, adopting                       | no-op shop, adopting                              | -
declared     | by hand, other condition | update shop: condition-differs, adopting   | update shop: condition-differs, adopting          | -
ended        | nothing                  | -                                          | -                                                 | -
ended        | ours                     | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | ours, other condition    | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | ours, no condition       | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | previous owner           | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | adopted                  | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | adopted, other condition | delete shop: grant-ended                   | delete shop: grant-ended                          | -
ended        | other owner              | outside                                    | outside                                           | -
ended        | by hand                  | drift                                      | delete undeclared: undeclared-under-full-ownership | -
ended        | by hand, other condition | drift                                      | delete undeclared: undeclared-under-full-ownership | -
not declared | nothing                  | -                                          | -                                                 | -
not declared | ours                     | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | ours, other condition    | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | ours, no condition       | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | previous owner           | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | adopted                  | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | adopted, other condition | delete undeclared: no-longer-declared      | delete undeclared: no-longer-declared             | -
not declared | other owner              | outside                                    | outside                                           | -
not declared | by hand                  | drift                                      | delete undeclared: undeclared-under-full-ownership | -
not declared | by hand, other condition | drift                                      | delete undeclared: undeclared-under-full-ownership | -
`;

describe('what is planned for one access', () => {
  it('is what the table says', () => {
    const rows = Object.entries(declarations).flatMap(([declared, grants]) =>
      Object.entries(inAzure).map(([has, found]) => {
        const cells = (['owned-only', 'full'] as const).map((ownership) =>
          cell(grants, found, ownership, true),
        );
        const unread = new Set(
          (['owned-only', 'full'] as const).map((each) => cell(grants, found, each, false)),
        );
        return [declared, has, ...cells, [...unread].join(' / ')].join('|');
      }),
    );
    expect(rows).toEqual(linesOf(expected));
  });
});

function cell(
  grants: DesiredGrant[],
  found: (typeof inAzure)[string],
  ownership: Ownership,
  isRead: boolean,
): string {
  const content =
    found && existing({ ...(found.condition && { condition: found.condition }) }, found.bearing);
  const input = situation({
    grants,
    desired: { ownership },
    found: content ? [content] : [],
    unread: isRead ? [] : [production],
    lock: lock(found?.isAdopted && content ? [adopted(content, 'shop')] : []),
  });
  return describePlan(planChanges(input), content);
}

function describePlan(plan: Plan, content: ExistingRoleAssignment | undefined): string {
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const unmanaged = plan.unmanaged
    .filter(({ assignment }) => assignment.id === content?.id)
    .map(({ standing }) => standing);
  return [...plan.changes.map(inWords), ...errors, ...unmanaged].join(', ') || '-';
}

function linesOf(table: string): string[] {
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .map((part) => part.trim())
        .join('|'),
    );
}
