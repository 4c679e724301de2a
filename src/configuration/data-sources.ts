import { diagnostic, type Diagnostic } from '../diagnostics';
import type { DirectoryLookup } from '../model';
import { EvaluationError, evaluate } from './evaluate';
import { ExpressionError, parseTemplate } from './expression';

type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Attributes that say which provider reads, or narrow what our look-up narrows anyway. */
const neutralAttributes = new Set(['//', 'provider', 'security_enabled']);

/** The data sources as questions to the customer's directory, by reference such as `data.azuread_group.backup`. */
export function readDataSources(
  blocks: Blocks,
  customer: string,
): { readonly lookups: ReadonlyMap<string, DirectoryLookup>; readonly diagnostics: readonly Diagnostic[] } {
  const lookups = new Map<string, DirectoryLookup>();
  const diagnostics: Diagnostic[] = [];
  for (const [type, named] of Object.entries(blocks)) {
    for (const [name, block] of Object.entries(named)) {
      const lookup = readLookup(type, block);
      if (lookup) lookups.set(`data.${type}.${name}`, lookup);
      else diagnostics.push(unsupported(customer, `data.${type}.${name}`));
    }
  }
  return { lookups, diagnostics };
}

function readLookup(type: string, block: Block): DirectoryLookup | undefined {
  const given = Object.keys(block).filter((name) => !neutralAttributes.has(name));
  const [attribute] = given;
  const value = given.length === 1 && attribute ? constantText(block[attribute]) : undefined;
  if (value === undefined) return undefined;
  switch (`${type}.${attribute}`) {
    case 'azuread_user.user_principal_name':
      return { type: 'User', userPrincipalName: value };
    case 'azuread_group.display_name':
      return { type: 'Group', displayName: value };
    case 'azuread_service_principal.display_name':
      return { type: 'ServicePrincipal', displayName: value };
    default:
      return undefined;
  }
}

/** A text without references, its escapes undone. */
function constantText(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined;
  try {
    const value = evaluate(parseTemplate(written), { asOf: '', valueOf: () => undefined });
    return String(value);
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function unsupported(customer: string, address: string): Diagnostic {
  return diagnostic('unsupported_configuration', {
    customer,
    address,
    detail:
      'The embedded engine reads azuread_user by user_principal_name, azuread_group and azuread_service_principal by display_name.',
  });
}
