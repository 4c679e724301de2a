import { diagnostic, type Diagnostic } from '../diagnostics';
import { isOver, type DesiredPimAssignment, type PimKind } from '../model';
import { fromPimAssignmentAttributes, pimAssignmentTypes } from '../resources';
import { evaluateAttributes, referencesOf, type DefinitionDraft } from './definition-drafts';
import { EvaluationError } from './evaluate';
import type { ConfigurationDraft } from './read-configuration';
import { originOf, outOfScope, type Answers } from './resolve-grant';

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
      const standing = standingOf(draft, answers.asOf);
      if (unanswered && standing === 'ended' && isForNobody(unanswered))
        return diagnostic('grant_expired', {
          ...place,
          detail: `The assignment ended with ${draft.until}. ${unanswered.detail} Whether Azure still lists it cannot be looked up without the principal.`,
          hint: 'Remove it from the file.',
        });
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
        if (!answers.isDeclared(result.value.scope)) return outOfScope(place, result.value.scope);
        return { ...originOf(draft), assignment: result.value, standing };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        return diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` });
      }
    });
}

/** Of several that bear the name somebody may still have the access: that is left as an error. */
function isForNobody({ code }: Diagnostic): boolean {
  return code === 'principal_not_found' || code === 'guest_not_invited';
}

function standingOf({ revoked, until }: DefinitionDraft, asOf: string): DesiredPimAssignment['standing'] {
  if (revoked) return 'revoked';
  return until && isOver(until, asOf) ? 'ended' : 'declared';
}
