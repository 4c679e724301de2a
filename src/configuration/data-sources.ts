import { diagnostic, type Diagnostic } from '../diagnostics';
import { parseGuid, type DirectoryLookup } from '../model';
import type { Declaration } from './document';
import { EvaluationError, evaluate } from './evaluate';
import { ExpressionError, parseTemplate } from './expression';
import {
  knownDataSources,
  valueIn,
  type KnownAttributes,
  type RoleNamed,
  type WrittenDataSource,
} from './known-data-sources';

type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** The data sources of a configuration, by reference such as `data.azuread_group.backup`. */
export interface DataSources {
  /** Questions to the customer's directory. */
  readonly lookups: ReadonlyMap<string, DirectoryLookup>;
  /** What is known without asking. */
  readonly known: ReadonlyMap<string, KnownAttributes>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys that hold no text of the question, or narrow what our look-up narrows anyway. */
const neutralKeys = new Set(['//', 'provider', 'security_enabled']);

export function readDataSources(blocks: Blocks, declaration: Declaration, roleNamed: RoleNamed): DataSources {
  const lookups = new Map<string, DirectoryLookup>();
  const known = new Map<string, KnownAttributes>();
  const diagnostics: Diagnostic[] = [];
  for (const [type, name, block] of inReadingOrder(blocks)) {
    const reference = `data.${type}.${name}`;
    const written = readTexts(block, known);
    const lookup = written && lookupIn(type, written.texts);
    const read =
      written && !lookup ? knownDataSources.get(type)?.(written, declaration, roleNamed) : undefined;
    if (lookup) lookups.set(reference, lookup);
    else if (read && !isRefusal(read)) known.set(reference, read);
    else diagnostics.push(unsupported(declaration.customer.id, reference, read?.refused ?? whyUnread(type)));
  }
  return { lookups, known, diagnostics };
}

/** Each after those on whose values it may be built. */
function inReadingOrder(blocks: Blocks): [type: string, name: string, block: Block][] {
  const order = [...knownDataSources.keys()];
  const rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length);
  return Object.entries(blocks)
    .toSorted(([left], [right]) => rank(left) - rank(right))
    .flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]): [string, string, Block] => [type, name, block]),
    );
}

function lookupIn(type: string, texts: Readonly<Record<string, string>>): DirectoryLookup | undefined {
  const [[attribute, value] = [], ...others] = Object.entries(texts);
  if (value === undefined || others.length > 0) return undefined;
  switch (`${type}.${attribute}`) {
    case 'azuread_user.user_principal_name':
      return { type: 'User', userPrincipalName: value };
    case 'azuread_user.mail':
      return { type: 'User', mail: value };
    case 'azuread_group.display_name':
      return { type: 'Group', displayName: value };
    case 'azuread_service_principal.display_name':
      return { type: 'ServicePrincipal', displayName: value };
    case 'azuread_service_principal.client_id': {
      const clientId = parseGuid(value);
      return clientId && { type: 'ServicePrincipal', clientId };
    }
    default:
      return undefined;
  }
}

/** The texts of a block, evaluated; undefined where one is none, or is built on what is not known yet. */
function readTexts(block: Block, known: ReadonlyMap<string, KnownAttributes>): WrittenDataSource | undefined {
  const texts: Record<string, string> = {};
  for (const [name, written] of Object.entries(block)) {
    if (neutralKeys.has(name)) continue;
    const value = textOf(written, known);
    if (value === undefined) return undefined;
    texts[name] = value;
  }
  const provider = typeof block['provider'] === 'string' ? block['provider'] : '';
  return { texts, alias: provider.split('.')[1] };
}

function textOf(written: unknown, known: ReadonlyMap<string, KnownAttributes>): string | undefined {
  if (typeof written !== 'string') return undefined;
  try {
    return String(evaluate(parseTemplate(written), { asOf: '', valueOf: (path) => valueIn(known, path) }));
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function isRefusal(
  read: KnownAttributes | { readonly refused: string },
): read is { readonly refused: string } {
  return 'refused' in read;
}

function whyUnread(type: string): string {
  return knownDataSources.has(type)
    ? 'One of its attributes is no text that is known before Azure is asked.'
    : `The embedded engine reads the data sources ${[...knownDataSources.keys()].join(', ')}.`;
}

function unsupported(customer: string, address: string, detail: string): Diagnostic {
  return diagnostic('unsupported_configuration', { customer, address, detail });
}
