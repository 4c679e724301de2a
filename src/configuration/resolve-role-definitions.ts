import { diagnostic, type Diagnostic } from '../diagnostics';
import type { DesiredRoleDefinition, Scope } from '../model';
import { fromRoleDefinitionAttributes } from '../resources';
import { evaluateAttributes, type DefinitionDraft } from './definition-drafts';
import type { Declaration } from './document';
import { EvaluationError, type Surroundings } from './evaluate';
import type { ExpressionValue } from './expression';

/** Custom roles of the configuration, evaluated: they refer to nothing. */
export function resolveRoleDefinitions(
  drafts: readonly DefinitionDraft[],
  { customer }: Declaration,
  surroundings: Surroundings,
  isDeclared: (scope: Scope) => boolean,
): readonly (DesiredRoleDefinition | Diagnostic)[] {
  return drafts
    .filter(({ type }) => type === 'azurerm_role_definition')
    .map(({ address, constructPath, source, because, attributes }) => {
      const place = { customer: customer.id, address, constructPath, source };
      try {
        const values = evaluateAttributes(attributes, surroundings);
        const result = fromRoleDefinitionAttributes(values, customer.tenant);
        if ('malformed' in result) {
          const detail = `${result.malformed.join(', ')} did not come out as Azure needs it.`;
          return diagnostic('unsupported_configuration', { ...place, detail });
        }
        const { definition } = result;
        if (!isDeclared(definition.scope)) {
          const detail = `${definition.scope} is in no subscription of this customer, nor one of its management groups.`;
          return diagnostic('malformed_scope', { ...place, detail });
        }
        return {
          address,
          constructPath,
          ...(source && { source }),
          ...(because !== undefined && { because }),
          definition,
        };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        return diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` });
      }
    });
}

/** The guid of a custom role, where a grant refers to it as `azurerm_role_definition.NAME.role_definition_id`. */
export function roleGuidOf(
  path: readonly ExpressionValue[],
  roles: readonly DesiredRoleDefinition[],
): string | undefined {
  if (path.length !== 3 || path[2] !== 'role_definition_id') return undefined;
  const address = path.slice(0, 2).join('.');
  return roles.find((role) => role.address === address)?.definition.name;
}
