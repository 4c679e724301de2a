import {
  byText,
  isManagementGroupName,
  managementGroupScope,
  parseGuid,
  subscriptionScope,
  type Guid,
  type Scope,
} from '../model';
import type { CustomerStackProps } from './customer-stack-props';
import type { Report } from './report';

/** What a stack looks after, each by alias and sorted; undefined where one is declared wrongly. */
export interface DeclaredScopes {
  readonly subscriptions: ReadonlyMap<string, Guid | undefined>;
  /** Names as declared. */
  readonly managementGroups: ReadonlyMap<string, string | undefined>;
}

export function checkManagedScopes(props: CustomerStackProps, report: Report): DeclaredScopes {
  const { subscriptions, managementGroups = {}, reads } = props;
  if (Object.keys(managementGroups).length > 0 && reads?.kind === 'lighthouse') {
    report(
      'management_group_unreachable',
      'The stack declares management groups and reads through Lighthouse.',
      "reads: inTenant(), with an identity in the customer's tenant.",
    );
  }
  return {
    subscriptions: checkEach(subscriptions, (alias, text, known) => {
      const id = parseGuid(text) ?? report('malformed_id', `Subscription "${alias}" is "${text}".`);
      const namesake = id && aliasOf(known, (other) => other === id);
      if (namesake !== undefined)
        report('subscription_in_two_stacks', `"${namesake}" and "${alias}" are both ${id}.`);
      return id;
    }),
    managementGroups: checkEach(managementGroups, (alias, name, known) => {
      const isLegal = typeof name === 'string' && isManagementGroupName(name);
      if (!isLegal) return report('malformed_scope', ...whatIsWrongWith(alias, String(name)));
      const namesake = aliasOf(known, (other) => other.toLowerCase() === name.toLowerCase());
      if (namesake !== undefined)
        report('management_group_in_two_stacks', `"${namesake}" and "${alias}" are both ${name}.`);
      return name;
    }),
  };
}

/** Their scopes by alias. */
export function scopesByAlias({
  subscriptions,
  managementGroups,
}: DeclaredScopes): ReadonlyMap<string, Scope | undefined> {
  return new Map([
    ...[...subscriptions].map(([alias, id]) => [alias, id && subscriptionScope(id)] as const),
    ...[...managementGroups].map(([alias, name]) => [alias, name && managementGroupScope(name)] as const),
  ] as [string, Scope | undefined][]);
}

function checkEach<Value extends string>(
  declared: Readonly<Record<string, string>>,
  check: (alias: string, text: string, known: ReadonlyMap<string, Value | undefined>) => Value | undefined,
): ReadonlyMap<string, Value | undefined> {
  const checked = new Map<string, Value | undefined>();
  for (const [alias, text] of Object.entries(declared).sort(byText(([alias]) => alias))) {
    checked.set(alias, check(alias, text, checked));
  }
  return checked;
}

function aliasOf<Value>(
  known: ReadonlyMap<string, Value | undefined>,
  isIt: (value: Value) => boolean,
): string | undefined {
  return [...known].find(([, value]) => value !== undefined && isIt(value))?.[0];
}

/** The whole id is what the portal offers to copy. */
function whatIsWrongWith(alias: string, name: string): [detail: string, hint?: string] {
  const detail = `Management group "${alias}" is "${name}", which is no name of one.`;
  const last = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)\/?$/i.exec(name)?.[1];
  return last === undefined ? [detail] : [detail, `The name is the last part of the id: '${last}'.`];
}
