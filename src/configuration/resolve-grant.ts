import { diagnostic, type Diagnostic } from '../diagnostics';
import type { DesiredGrant, EndedForNobody, Scope } from '../model';
import { flawInCondition, fromAttributes } from '../resources';
import { isAboutOneName } from './directory-answers';
import type { Declaration } from './document';
import { evaluate, EvaluationError, referencesIn, type Surroundings } from './evaluate';
import type { ExpressionValue } from './expression';
import type { ResourceDraft } from './resource-drafts';

/** What resolving needs besides the configuration. */
export interface Answers extends Surroundings {
  /** Why a reference has no value, where the directory is the reason. */
  readonly unanswered: (paths: readonly (readonly ExpressionValue[])[]) => Diagnostic | undefined;
  readonly isDeclared: (scope: Scope) => boolean;
}

/** The grant, what is left of one that has ended for somebody who is not found any more, or what is wrong with it. */
export function resolveGrant(
  resource: ResourceDraft,
  { customer }: Declaration,
  answers: Answers,
): DesiredGrant | EndedForNobody | Diagnostic {
  const { address, constructPath, source, lifecycle } = resource;
  const place = { customer: customer.id, address, constructPath, source };
  const dependsOn = resource.dependsOn.length > 0 && { dependsOn: resource.dependsOn };
  try {
    const ended = resource.count !== undefined && evaluate(resource.count, answers) === 0;
    const unanswered = answers.unanswered(Object.values(resource.attributes).flatMap(referencesIn));
    if (unanswered && !isAboutOneName(unanswered)) return unanswered;
    if (unanswered && ended) return { ...originOf(resource), ...dependsOn, ended, nobody: unanswered.detail };
    if (unanswered) return { ...unanswered, ...place };
    const result = fromAttributes(evaluateTexts(resource, answers), customer.tenant);
    if ('malformed' in result) {
      const detail = `${result.malformed.join(', ')} did not come out as Azure needs it.`;
      return diagnostic('unsupported_configuration', { ...place, detail });
    }
    const { assignment } = result;
    if (!answers.isDeclared(assignment.scope)) return outOfScope(place, assignment.scope);
    const { condition, conditionVersion = '' } = assignment;
    const flaw = condition === undefined ? undefined : flawInCondition(condition, conditionVersion);
    if (flaw !== undefined) return diagnostic('malformed_condition', { ...place, detail: flaw });
    return {
      ...originOf(resource),
      ...dependsOn,
      ...(lifecycle.preventDestroy && { preventDestroy: true }),
      ...(lifecycle.ignoresCondition && { ignoresCondition: true }),
      assignment,
      ended,
    };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` });
  }
}

/** All of them are texts, and Terraform makes one of a number. */
function evaluateTexts({ attributes }: ResourceDraft, answers: Answers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [name, String(evaluate(text, answers))]),
  );
}

/** What every declared access says of itself. */
export function originOf({
  address,
  constructPath,
  source,
  because,
  until,
}: Pick<ResourceDraft, 'address' | 'constructPath' | 'source' | 'because' | 'until'>) {
  return {
    address,
    constructPath,
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...(until && { until }),
  };
}

export function outOfScope(
  place: Pick<Diagnostic, 'customer' | 'address' | 'constructPath' | 'source'>,
  scope: Scope,
): Diagnostic {
  return diagnostic('malformed_scope', {
    ...place,
    detail: `${scope} is in no subscription of this customer, nor one of its management groups.`,
  });
}
