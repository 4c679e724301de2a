import { diagnostic, type Diagnostic, type SourcePosition } from '../diagnostics';
import { registrationDefinitionId, type DesiredState, type Guid, type Scope } from '../model';
import {
  fromRegistrationAssignmentAttributes,
  fromRegistrationDefinitionAttributes,
  fromRoleDefinitionAttributes,
} from '../resources';
import { evaluateAttributes, type DefinitionDraft } from './definition-drafts';
import type { Declaration } from './document';
import { EvaluationError } from './evaluate';
import type { ExpressionValue } from './expression';

/** Where something was declared that is no grant. */
interface Origin {
  readonly address: string;
  readonly constructPath: string;
  readonly source?: SourcePosition;
  readonly because?: string;
}

type Values = Readonly<Record<string, unknown>>;
type Parsed<Declared> = { readonly value: Declared } | { readonly malformed: readonly string[] };

/** What is declared besides grants, evaluated, with what is wrong in it. */
export interface ResolvedDefinitions extends Pick<DesiredState, 'roleDefinitions' | 'registrations'> {
  readonly diagnostics: readonly Diagnostic[];
  /** The value of a reference to one of them, such as the guid of a custom role. */
  readonly valueOf: (path: readonly ExpressionValue[]) => string | undefined;
}

export function resolveDefinitions(
  drafts: readonly DefinitionDraft[],
  declaration: Declaration,
  asOf: string,
  isDeclared: (scope: Scope) => boolean,
): ResolvedDefinitions {
  const diagnostics: Diagnostic[] = [];
  const references = new Map<string, string>();
  const valueOf = (path: readonly ExpressionValue[]) => references.get(path.join('.'));
  const { id: customer, tenant } = declaration.customer;
  const resolve = <Declared extends { readonly scope: Scope }>(
    type: string,
    parse: (values: Values, tenantId: Guid) => Parsed<Declared>,
  ): (Origin & { readonly declared: Declared })[] =>
    drafts
      .filter((draft) => draft.type === type)
      .flatMap(({ address, constructPath, source, because, attributes }) => {
        const place = { customer, address, constructPath, source };
        try {
          const result = parse(evaluateAttributes(attributes, { asOf, valueOf }), tenant);
          const wrong = whatIsWrong(result, isDeclared);
          if (wrong) diagnostics.push(diagnostic(wrong.code, { ...place, detail: wrong.detail }));
          if (wrong || 'malformed' in result) return [];
          const reason = because === undefined ? {} : { because };
          return [{ address, constructPath, ...(source && { source }), ...reason, declared: result.value }];
        } catch (error) {
          if (!(error instanceof EvaluationError)) throw error;
          diagnostics.push(diagnostic('unsupported_expression', { ...place, detail: `${error.message}.` }));
          return [];
        }
      });
  const roles = resolve('azurerm_role_definition', (values, tenantId) => {
    const result = fromRoleDefinitionAttributes(values, tenantId);
    return 'definition' in result ? { value: result.definition } : result;
  });
  for (const { address, declared } of roles) references.set(`${address}.role_definition_id`, declared.name);
  const definitions = resolve('azurerm_lighthouse_definition', fromRegistrationDefinitionAttributes);
  for (const { address, declared } of definitions)
    references.set(`${address}.id`, registrationDefinitionId(declared));
  const assignments = resolve('azurerm_lighthouse_assignment', fromRegistrationAssignmentAttributes);
  const registered = <Declared>(each: Origin & { readonly declared: Declared }) => {
    const { declared: registration, ...origin } = each;
    return { ...origin, registration };
  };
  return {
    roleDefinitions: roles.map(({ declared: definition, ...origin }) => ({ ...origin, definition })),
    registrations: { definitions: definitions.map(registered), assignments: assignments.map(registered) },
    diagnostics,
    valueOf,
  };
}

function whatIsWrong(
  result: Parsed<{ readonly scope: Scope }>,
  isDeclared: (scope: Scope) => boolean,
): { readonly code: 'unsupported_configuration' | 'malformed_scope'; readonly detail: string } | undefined {
  if ('malformed' in result) {
    const detail = `${result.malformed.join(', ')} did not come out as Azure needs it.`;
    return { code: 'unsupported_configuration', detail };
  }
  const { scope } = result.value;
  if (isDeclared(scope)) return undefined;
  const detail = `${scope} is in no subscription of this customer, nor one of its management groups.`;
  return { code: 'malformed_scope', detail };
}
