import type { Diagnostic } from '../diagnostics';
import {
  byText,
  lookupKey,
  lookupName,
  managementGroupScope,
  scopeKey,
  subscriptionOf,
  type DesiredState,
  type DirectoryLookup,
  type Guid,
  type PartnerIdentity,
  type PrincipalReference,
  type Scope,
} from '../model';
import type { Declaration } from './document';
import { valueIn } from './known-data-sources';
import type { ConfigurationDraft } from './read-configuration';
import {
  firstUnanswered,
  isAboutOneName,
  notAsked,
  objectIdOf,
  type DirectoryAnswers,
} from './directory-answers';
import { ownershipOf, removesOthers } from './ownership';
import { resolveDefinitions } from './resolve-definitions';
import { resolveGrant, type Answers } from './resolve-grant';
import { resolvePimAssignments } from './resolve-pim-assignments';

/** Every question that resolving will ask, each once, in a fixed order. */
export function lookupsOf({ declaration, lookupsByReference }: ConfigurationDraft): DirectoryLookup[] {
  const lookups = [...lookupsByReference.values(), ...lookupsOfRules(declaration)];
  const byKey = new Map(lookups.map((lookup) => [lookupKey(lookup), lookup]));
  return [...byKey.values()].sort(byText(lookupKey));
}

/**
 * The desired state at the instant `asOf`. A grant whose principal could not be found is an error and stands in no
 * state, since a plan with errors is never applied; one that has ended needs no principal any more. A rule whose principal could not be found matches nothing; where that
 * could cost the access which the rule protects, it is an error too.
 */
export function resolveConfiguration(
  draft: ConfigurationDraft,
  answers: DirectoryAnswers,
  asOf: string,
): { readonly desired: DesiredState; readonly diagnostics: readonly Diagnostic[] } {
  const { declaration } = draft;
  const definitions = resolveDefinitions(draft.definitions, declaration, asOf, (scope) =>
    isDeclared(scope, declaration),
  );
  const { roleDefinitions, registrations, valueOf } = definitions;
  const { lookupsByReference: lookups, knownByReference } = draft;
  const known: Answers = {
    asOf,
    valueOf: (path) => valueOf(path) ?? valueIn(knownByReference, path) ?? objectIdOf(path, lookups, answers),
    unanswered: (paths) => firstUnanswered(paths, lookups, answers),
    isDeclared: (scope) => isDeclared(scope, declaration),
  };
  const outcomes = draft.resources.map((resource) => resolveGrant(resource, declaration, known));
  const eligible = resolvePimAssignments('eligible', draft, known);
  const active = resolvePimAssignments('active', draft, known);
  const endedForNobody = outcomes.flatMap((outcome) => ('nobody' in outcome ? [outcome] : []));
  const desired: DesiredState = {
    customer: declaration.customer.id,
    tenantId: declaration.customer.tenant,
    partner: partnerOf(declaration.partner),
    ...ownershipOf(declaration),
    reads: declaration.reads,
    writes: declaration.writes,
    subscriptions: Object.entries(declaration.subscriptions).map(([alias, subscriptionId]) => ({
      alias,
      subscriptionId,
    })),
    managementGroups: Object.entries(declaration.managementGroups).map(([alias, managementGroup]) => ({
      alias,
      managementGroup,
    })),
    grants: outcomes.flatMap((outcome) => ('assignment' in outcome ? [outcome] : [])),
    ...(endedForNobody.length > 0 && { endedForNobody }),
    roleDefinitions,
    pimAssignments: {
      eligible: eligible.flatMap((each) => ('assignment' in each ? [each] : [])),
      active: active.flatMap((each) => ('assignment' in each ? [each] : [])),
    },
    registrations,
    ...resolveRules(declaration, answers),
    exceptions: declaration.exceptions.map(({ path, ...exception }) =>
      withoutAbsent({ constructPath: path, ...exception }),
    ),
    principalNames: principalNames(draft, answers),
  };
  const failures = [
    ...definitions.diagnostics,
    ...[...outcomes, ...eligible, ...active].flatMap((outcome) => ('code' in outcome ? [outcome] : [])),
  ];
  return { desired, diagnostics: [...new Set([...failures, ...unprotected(draft, answers)])] };
}

function resolveRules(
  { ignore, accept }: Declaration,
  answers: DirectoryAnswers,
): Pick<DesiredState, 'ignore' | 'accept'> {
  const principalId = (reference: PrincipalReference): Guid | undefined => {
    if ('objectId' in reference) return reference.objectId;
    const answer = answers.get(lookupKey(reference.lookup));
    return typeof answer === 'string' ? answer : undefined;
  };
  return {
    ignore: ignore.flatMap(({ principal, ...rule }) => {
      if (!principal) return [withoutAbsent(rule)];
      const id = principalId(principal);
      return id ? [withoutAbsent({ ...rule, principalId: id })] : [];
    }),
    accept: accept.flatMap(({ principal, ...rule }) => {
      const id = principalId(principal);
      return id ? [{ ...rule, principalId: id }] : [];
    }),
  };
}

/** What is wrong with the names in ignore and accept entries. That nobody bears the name does no harm under owned-only. */
function unprotected({ declaration }: ConfigurationDraft, answers: DirectoryAnswers): Diagnostic[] {
  const { customer } = declaration;
  return lookupsOfRules(declaration).flatMap((lookup) => {
    const answer = answers.get(lookupKey(lookup)) ?? notAsked(lookup);
    if (typeof answer === 'string') return [];
    if (!isAboutOneName(answer)) return [answer];
    if (!removesOthers(declaration) && answer.code !== 'principal_ambiguous') return [];
    const detail = `${answer.detail}\nAn ignore or accept entry names it, and would leave the access unprotected.`;
    return [{ ...answer, customer: customer.id, detail }];
  });
}

function lookupsOfRules({ ignore, accept }: ConfigurationDraft['declaration']): DirectoryLookup[] {
  return [...ignore, ...accept].flatMap(({ principal }) =>
    principal && 'lookup' in principal ? [principal.lookup] : [],
  );
}

function partnerOf({ tenant, ...ids }: Declaration['partner']): PartnerIdentity {
  return withoutAbsent({ tenantId: tenant, ...ids });
}

/** Foreign principals are in no directory that the customer's reader may ask: they are called what the partner calls them. */
function principalNames(draft: ConfigurationDraft, answers: DirectoryAnswers): ReadonlyMap<Guid, string> {
  const { adminAgents, helpdeskAgents } = draft.declaration.partner;
  const names = new Map<Guid, string>([[adminAgents, 'AdminAgents']]);
  if (helpdeskAgents) names.set(helpdeskAgents, 'HelpdeskAgents');
  for (const lookup of lookupsOf(draft)) {
    const answer = answers.get(lookupKey(lookup));
    if (typeof answer === 'string') names.set(answer, lookupName(lookup));
  }
  return names;
}

/** True at a declared management group, and at and below a declared subscription. */
function isDeclared(scope: Scope, { subscriptions, managementGroups }: Declaration): boolean {
  const subscription = subscriptionOf(scope);
  return subscription
    ? Object.values(subscriptions).includes(subscription)
    : Object.values(managementGroups).some(
        (name) => scopeKey(managementGroupScope(name)) === scopeKey(scope),
      );
}

/** Optional properties are absent, never undefined. */
function withoutAbsent<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
