import { diagnostic, type Diagnostic, type SourcePosition } from '../diagnostics';
import type { CalendarDate, PrincipalType } from '../model';
import { countUntil } from './count';
import type { Declaration } from './document';
import { evaluate, referencesIn, type Surroundings } from './evaluate';
import { ExpressionError, parseTemplate, type Expression, type ExpressionValue } from './expression';

/** A value of the configuration, its texts parsed and not yet evaluated. */
export type ValueDraft =
  | { readonly kind: 'text'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly ValueDraft[] }
  | { readonly kind: 'block'; readonly attributes: ReadonlyMap<string, ValueDraft> }
  | { readonly kind: 'plain'; readonly value: number | boolean | null };

/** A resource that is no grant: everything it says, and where it was declared. */
export interface DefinitionDraft {
  readonly type: string;
  readonly address: string;
  readonly constructPath: string;
  readonly source?: SourcePosition;
  readonly because?: string;
  /** Last day, which Azure itself keeps. */
  readonly until?: CalendarDate;
  readonly revoked: boolean;
  /** Of whom it is about, which some types of resources do not say. */
  readonly principalType?: PrincipalType;
  readonly attributes: ReadonlyMap<string, ValueDraft>;
}

type Block = Readonly<Record<string, unknown>>;

/** Keys of a block that carry no attribute; the last two are looked at apart. */
const neutralKeys = new Set(['//', 'provider', 'count', 'lifecycle']);

/** The resource understood as a whole, or what of it is not. `attributes` are those that its type has. */
export function readDefinition(
  type: string,
  name: string,
  block: Block,
  attributes: Readonly<Record<string, unknown>>,
  { resources, customer }: Declaration,
): DefinitionDraft | Diagnostic {
  const address = `${type}.${name}`;
  const note = resources[address];
  const place = { customer: customer.id, address, constructPath: note?.path, source: note?.source };
  const refuse = (detail: string): Diagnostic =>
    diagnostic('unsupported_configuration', { ...place, detail });
  if (!note) return refuse('The resource was not declared by a construct of tilldela.');
  const unknown = Object.keys(block).find((key) => !neutralKeys.has(key) && !Object.hasOwn(attributes, key));
  if (unknown !== undefined) return refuse(`It plans no "${unknown}".`);
  const { revoked = false, until, principalType } = note;
  if (block['count'] !== (revoked ? 0 : countUntil(until)))
    return refuse('Its count is not the one that its declaration has.');
  if (!isOwnLifecycle(block['lifecycle'])) return refuse('It plans no such lifecycle.');
  try {
    const written = Object.entries(block).filter(([key]) => !neutralKeys.has(key));
    return {
      type,
      address,
      constructPath: note.path,
      ...(note.source && { source: note.source }),
      ...(note.because !== undefined && { because: note.because }),
      ...(until && { until }),
      revoked,
      ...(principalType && { principalType }),
      attributes: new Map(written.map(([key, value]) => [key, draftOf(value)])),
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const detail = `${error.message} (at character ${error.position + 1}).`;
    return diagnostic('unsupported_expression', { ...place, detail });
  }
}

/** A justification is sent and never compared, so that ignoring it says nothing. */
function isOwnLifecycle(lifecycle: unknown): boolean {
  return lifecycle === undefined || JSON.stringify(lifecycle) === '{"ignore_changes":["justification"]}';
}

function draftOf(value: unknown): ValueDraft {
  if (typeof value === 'string') return { kind: 'text', expression: parseTemplate(value) };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(draftOf) };
  if (typeof value === 'object' && value !== null) {
    const attributes = Object.entries(value).map(([key, inner]) => [key, draftOf(inner)] as const);
    return { kind: 'block', attributes: new Map(attributes) };
  }
  return { kind: 'plain', value: value as number | boolean | null };
}

/** The attributes as values. Throws EvaluationError. */
export function evaluateAttributes(
  attributes: ReadonlyMap<string, ValueDraft>,
  surroundings: Surroundings,
): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([key, draft]) => [key, valueOf(draft, surroundings)]));
}

function valueOf(draft: ValueDraft, surroundings: Surroundings): unknown {
  switch (draft.kind) {
    case 'text':
      return String(evaluate(draft.expression, surroundings));
    case 'list':
      return draft.items.map((item) => valueOf(item, surroundings));
    case 'block':
      return evaluateAttributes(draft.attributes, surroundings);
    case 'plain':
      return draft.value;
  }
}

/** The references in all attributes, in the order they stand. */
export function referencesOf(
  attributes: ReadonlyMap<string, ValueDraft>,
): readonly (readonly ExpressionValue[])[] {
  return [...attributes.values()].flatMap(referencesInValue);
}

function referencesInValue(draft: ValueDraft): readonly (readonly ExpressionValue[])[] {
  switch (draft.kind) {
    case 'text':
      return referencesIn(draft.expression);
    case 'list':
      return draft.items.flatMap(referencesInValue);
    case 'block':
      return referencesOf(draft.attributes);
    case 'plain':
      return [];
  }
}
