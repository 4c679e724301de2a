import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  lookupKey,
  lookupName,
  managementGroupScope,
  scopeKey,
  subscriptionOf,
  type DesiredGrant,
  type DesiredState,
  type DirectoryLookup,
  type Guid,
  type PartnerIdentity,
  type PrincipalReference,
  type Scope,
} from '../model';
import { flawInCondition, fromAttributes } from '../resources';
import { evaluate, EvaluationError, referencesIn, type Surroundings } from './evaluate';
import type { ExpressionValue } from './expression';
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
import { resolvePimAssignments } from './resolve-pim-assignments';
import type { ResourceDraft } from './resource-drafts';

/** Every question that resolving will ask, each once, in a fixed order. */
export function lookupsOf({ declaration, lookupsByReference }: ConfigurationDraft): DirectoryLookup[] {
  const lookups = [...lookupsByReference.values(), ...lookupsOfRules(declaration)];
  const byKey = new Map(lookups.map((lookup) => [lookupKey(lookup), lookup]));
  return [...byKey.values()].sort(byText(lookupKey));
}

/**
 * The desired state at the instant `asOf`. A grant whose principal could not be found is an error and stands in no
 * state: a plan with errors is never applied. A rule whose principal could not be found matches nothing; where that
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
  const outcomes = draft.resources.map((resource) =>
    resolveGrant(resource, draft, answers, { asOf, valueOf }),
  );
  const { lookupsByReference: lookups, knownByReference } = draft;
  const pimAnswers = {
    asOf,
    valueOf: (path: readonly ExpressionValue[]) =>
      valueOf(path) ?? valueIn(knownByReference, path) ?? objectIdOf(path, lookups, answers),
    unanswered: (paths: readonly (readonly ExpressionValue[])[]) => firstUnanswered(paths, lookups, answers),
    isDeclared: (scope: Scope) => isDeclared(scope, declaration),
  };
  const eligible = resolvePimAssignments('eligible', draft, pimAnswers);
  const active = resolvePimAssignments('active', draft, pimAnswers);
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

function resolveGrant(
  resource: ResourceDraft,
  { declaration, lookupsByReference, knownByReference }: ConfigurationDraft,
  answers: DirectoryAnswers,
  { asOf, valueOf }: Surroundings,
): DesiredGrant | Diagnostic {
  const { address, constructPath, source, because, until } = resource;
  const place = { customer: declaration.customer.id, address, constructPath, source };
  const paths = Object.values(resource.attributes).flatMap(referencesIn);
  const unanswered = firstUnanswered(paths, lookupsByReference, answers);
  if (unanswered) return isAboutOneName(unanswered) ? { ...unanswered, ...place } : unanswered;
  const surroundings: Surroundings = {
    asOf,
    valueOf: (path) =>
      valueOf(path) ?? valueIn(knownByReference, path) ?? objectIdOf(path, lookupsByReference, answers),
  };
  try {
    const values = Object.entries(resource.attributes).map(([name, text]) => [
      name,
      String(evaluate(text, surroundings)), // all of them are texts, and Terraform makes one of a number
    ]);
    const result = fromAttributes(
      Object.fromEntries(values) as Record<string, unknown>,
      declaration.customer.tenant,
    );
    if ('malformed' in result) {
      const detail = `${result.malformed.join(', ')} did not come out as Azure needs it.`;
      return diagnostic('unsupported_configuration', { ...place, detail });
    }
    if (!isDeclared(result.assignment.scope, declaration)) {
      const detail = `${result.assignment.scope} is in no subscription of this customer, nor one of its management groups.`;
      return diagnostic('malformed_scope', { ...place, detail });
    }
    const { condition, conditionVersion = '' } = result.assignment;
    const flaw = condition === undefined ? undefined : flawInCondition(condition, conditionVersion);
    if (flaw !== undefined) return diagnostic('malformed_condition', { ...place, detail: flaw });
    const ended = resource.count !== undefined && evaluate(resource.count, surroundings) === 0;
    return withoutAbsent({
      address,
      constructPath,
      source,
      because,
      until,
      assignment: result.assignment,
      ended,
      dependsOn: resource.dependsOn.length > 0 ? resource.dependsOn : undefined,
      preventDestroy: resource.lifecycle.preventDestroy || undefined,
      ignoresCondition: resource.lifecycle.ignoresCondition || undefined,
    });
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` });
  }
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
