import { diagnostic, type Diagnostic } from '../diagnostics';
import { isOver, type DesiredPimAssignment, type PimKind, type Scope } from '../model';
import { fromPimAssignmentAttributes, pimAssignmentTypes } from '../resources';
import { evaluateAttributes, referencesOf, type DefinitionDraft } from './definition-drafts';
import { EvaluationError, type Surroundings } from './evaluate';
import type { ExpressionValue } from './expression';
import type { ConfigurationDraft } from './read-configuration';

/** What resolving needs besides the configuration. */
interface Answers extends Surroundings {
  /** Why a reference has no value, where the directory is the reason. */
  readonly unanswered: (paths: readonly (readonly ExpressionValue[])[]) => Diagnostic | undefined;
  readonly isDeclared: (scope: Scope) => boolean;
}

/** What is declared of one kind, or what is wrong with it. */
export function resolvePimAssignments(
  kind: PimKind,
  { definitions, declaration }: ConfigurationDraft,
  answers: Answers,
): readonly (DesiredPimAssignment | Diagnostic)[] {
  const { customer } = declaration;
  return definitions
    .filter(({ type }) => type === pimAssignmentTypes[kind])
    .map((draft) => {
      const place = {
        customer: customer.id,
        address: draft.address,
        constructPath: draft.constructPath,
        source: draft.source,
      };
      const unanswered = answers.unanswered(referencesOf(draft.attributes));
      if (unanswered) return { ...unanswered, ...place };
      try {
        const values = {
          ...evaluateAttributes(draft.attributes, answers),
          principal_type: draft.principalType,
        };
        const result = fromPimAssignmentAttributes(values, customer.tenant);
        if ('malformed' in result) {
          const detail = `${result.malformed.join(', ')} did not come out as Azure needs it.`;
          return diagnostic('unsupported_configuration', { ...place, detail });
        }
        if (!answers.isDeclared(result.value.scope)) {
          const detail = `${result.value.scope} is in no subscription of this customer, nor one of its management groups.`;
          return diagnostic('malformed_scope', { ...place, detail });
        }
        return { ...originOf(draft), assignment: result.value, standing: standingOf(draft, answers.asOf) };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        return diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` });
      }
    });
}

function originOf({ address, constructPath, source, because, until }: DefinitionDraft) {
  return {
    address,
    constructPath,
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...(until && { until }),
  };
}

function standingOf({ revoked, until }: DefinitionDraft, asOf: string): DesiredPimAssignment['standing'] {
  if (revoked) return 'revoked';
  return until && isOver(until, asOf) ? 'ended' : 'declared';
}
