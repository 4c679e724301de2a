import { diagnostic, type Diagnostic, type SourcePosition } from '../diagnostics';
import type { CalendarDate } from '../model';
import {
  pimAssignmentSchema,
  registrationAssignmentSchema,
  registrationDefinitionSchema,
  roleAssignmentSchema,
  roleAssignmentTypes,
  roleDefinitionSchema,
} from '../resources';
import { readDefinition, type DefinitionDraft } from './definition-drafts';
import { findCycle, readDependsOn } from './depends-on';
import { countUntil } from './count';
import type { Declaration } from './document';
import { readLifecycle, type Lifecycle } from './lifecycle';
import { ExpressionError, parseTemplate, type Expression } from './expression';

/** One role assignment of the configuration, its texts parsed and not yet evaluated. */
export interface ResourceDraft {
  readonly address: string;
  readonly constructPath: string;
  readonly source?: SourcePosition;
  readonly because?: string;
  readonly until?: CalendarDate;
  /** Evaluates to 0 once the grant has ended. */
  readonly count?: Expression;
  readonly attributes: Readonly<Record<string, Expression>>;
  /** Addresses of the assignments that must be in place first. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
}

type Blocks = NonNullable<
  Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
>;

/** Keys of a block that carry no attribute; the last two are looked at apart. */
const neutralKeys = new Set(['//', 'provider', 'lifecycle', 'depends_on']);

/** Types of resources that are no grants, with the attributes that each has. */
const definitionTypes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  azurerm_role_definition: roleDefinitionSchema.attributes,
  azurerm_pim_eligible_role_assignment: pimAssignmentSchema.attributes,
  azurerm_pim_active_role_assignment: pimAssignmentSchema.attributes,
  azurerm_lighthouse_definition: registrationDefinitionSchema.attributes,
  azurerm_lighthouse_assignment: registrationAssignmentSchema.attributes,
};

/** The blocks of the types that stand for access. */
export function withoutOthers(blocks: Blocks): Blocks {
  const ours = new Set<string>([...roleAssignmentTypes, ...Object.keys(definitionTypes)]);
  return Object.fromEntries(Object.entries(blocks).filter(([type]) => ours.has(type)));
}

/** All resources, each understood as a whole or refused with what is not understood. */
export function readResources(
  blocks: Blocks,
  declaration: Declaration,
  dataSources: Iterable<string>,
): {
  readonly drafts: readonly ResourceDraft[];
  readonly definitions: readonly DefinitionDraft[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const drafts: ResourceDraft[] = [];
  const definitions: DefinitionDraft[] = [];
  const diagnostics: Diagnostic[] = [];
  const known = new Set([...addressesIn(blocks), ...dataSources]);
  for (const [type, named] of Object.entries(blocks)) {
    for (const [name, block] of Object.entries(named)) {
      const attributes = definitionTypes[type];
      const result = attributes
        ? readDefinition(type, name, block, attributes, declaration)
        : readResource(type, `${type}.${name}`, block, { declaration, known });
      if ('code' in result) diagnostics.push(result);
      else if ('type' in result) definitions.push(result);
      else drafts.push(result);
    }
  }
  return {
    drafts,
    definitions,
    diagnostics: [...diagnostics, ...findLost(blocks, declaration), ...findCircularity(drafts, declaration)],
  };
}

function addressesIn(blocks: Blocks): string[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

function findCircularity(drafts: readonly ResourceDraft[], { customer }: Declaration): Diagnostic[] {
  const [address, ...rest] = findCycle(drafts) ?? [];
  if (address === undefined) return [];
  const { constructPath, source } = drafts.find((draft) => draft.address === address) ?? {};
  const detail = `Its depends_on comes back to it: ${[address, ...rest].join(' -> ')}.`;
  const place = { customer: customer.id, address, constructPath, source };
  return [diagnostic('unsupported_configuration', { ...place, detail })];
}

/** What is declared and has no resource would be planned for removal, though nobody took it back. */
function findLost(blocks: Blocks, { grants, resources, customer }: Declaration): Diagnostic[] {
  const present = new Set(addressesIn(blocks));
  return Object.entries({ ...grants, ...resources })
    .filter(([address]) => !present.has(address))
    .map(([address, { path, source }]) => {
      const detail = 'It is declared, and its resource is not in the configuration.';
      const place = { customer: customer.id, address, constructPath: path, source };
      return diagnostic('unsupported_configuration', { ...place, detail });
    });
}

function readResource(
  type: string,
  address: string,
  block: Readonly<Record<string, unknown>>,
  { declaration, known }: { readonly declaration: Declaration; readonly known: ReadonlySet<string> },
): ResourceDraft | Diagnostic {
  const customer = declaration.customer.id;
  const note = declaration.grants[address];
  const place = { customer, address, constructPath: note?.path, source: note?.source };
  const refuse = (detail: string): Diagnostic =>
    diagnostic('unsupported_configuration', { ...place, detail });
  if (!roleAssignmentTypes.some((known) => known === type)) return refuse(`It plans no ${type}.`);
  if (!note) return refuse('The assignment was not declared by a grant of tilldela.');
  const lifecycle = readLifecycle(block['lifecycle']);
  if ('refused' in lifecycle) return refuse(lifecycle.refused);
  const dependsOn = readDependsOn(block['depends_on'], known);
  if ('refused' in dependsOn) return refuse(dependsOn.refused);
  const { count, ...texts } = block;
  if (count !== countUntil(note.until))
    return refuse('Its count is not the one that ends a grant after its `until`.');
  if (note.until && lifecycle.preventDestroy) {
    const detail = `It ends with ${note.until}, and prevent_destroy forbids that.`;
    return diagnostic('contradicting_lifecycle', { ...place, detail });
  }
  const attributes: Record<string, Expression> = {};
  try {
    for (const [name, written] of Object.entries(texts)) {
      if (neutralKeys.has(name)) continue;
      if (!Object.hasOwn(roleAssignmentSchema.attributes, name)) return refuse(`It plans no "${name}".`);
      if (typeof written !== 'string') return refuse(`"${name}" is no text.`);
      attributes[name] = parseTemplate(written);
    }
    if ('condition' in attributes && !('condition_version' in attributes)) {
      return diagnostic('condition_without_version', {
        ...place,
        detail: 'The condition has no condition_version.',
      });
    }
    return {
      address,
      constructPath: note.path,
      ...(note.source && { source: note.source }),
      ...(note.because !== undefined && { because: note.because }),
      ...(note.until && { until: note.until }),
      ...(typeof count === 'string' && { count: parseTemplate(count) }),
      attributes,
      dependsOn: dependsOn.addresses,
      lifecycle,
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const detail = `${error.message} (at character ${error.position + 1}).`;
    return diagnostic('unsupported_expression', { ...place, detail });
  }
}
