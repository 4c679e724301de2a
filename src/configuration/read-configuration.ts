import { createHash } from 'node:crypto';
import { diagnostic, DiagnosticError, fail, hasErrors, type Diagnostic } from '../diagnostics';
import { sortKeys, type DirectoryLookup } from '../model';
import { roleAssignmentTypes } from '../resources';
import { readDataSources } from './data-sources';
import { configurationDocument, type ConfigurationDocument, type Declaration } from './document';
import type { DefinitionDraft } from './definition-drafts';
import type { KnownAttributes, RoleNamed } from './known-data-sources';
import { readResources, withoutOthers, type ResourceDraft } from './resource-drafts';

/** A configuration as read: everything known but the answers of the customer's directory and the date. */
export interface ConfigurationDraft {
  readonly declaration: Declaration;
  /** Role assignments. */
  readonly resources: readonly ResourceDraft[];
  /** What else is declared: custom roles and the like. */
  readonly definitions: readonly DefinitionDraft[];
  /** Look-ups of data sources, by reference such as `data.azuread_user.dana`. */
  readonly lookupsByReference: ReadonlyMap<string, DirectoryLookup>;
  /** Attributes of data sources that nobody need be asked for, by reference. */
  readonly knownByReference: ReadonlyMap<string, KnownAttributes>;
  /** Equal for configurations that declare the same. */
  readonly digest: string;
}

/** Keys of a stack that hold nothing for an engine to do. */
const understoodKeys = new Set(['//', 'terraform', 'provider', 'data', 'resource', 'output']);

/** What becomes of that which is no access: the embedded engine refuses it, Terraform makes it. */
export type OtherParts = 'refused' | 'carried';

/**
 * Reads the text of a cdk.tf.json. `file` is for messages. Throws a DiagnosticError with everything in it that the
 * embedded engine does not understand: nothing is dropped, but for other parts where they are `carried`. `roleNamed`
 * answers data sources of roles; by default nobody does.
 */
export function readConfiguration(
  text: string,
  file: string,
  roleNamed: RoleNamed = () => undefined,
  others: OtherParts = 'refused',
): ConfigurationDraft {
  const document = parseDocument(text, file);
  const declaration = document['//'].tilldela;
  const customer = declaration.customer.id;
  const dataSources = readDataSources(document.data ?? {}, declaration, roleNamed);
  const blocks = document.resource ?? {};
  const resources = readResources(others === 'carried' ? withoutOthers(blocks) : blocks, declaration, [
    ...dataSources.lookups.keys(),
    ...dataSources.known.keys(),
  ]);
  const diagnostics = [
    ...(others === 'carried' ? [] : [...unknownKeys(document, customer, file), ...dataSources.diagnostics]),
    ...resources.diagnostics,
  ];
  if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
  return {
    declaration,
    resources: resources.drafts,
    definitions: resources.definitions,
    lookupsByReference: dataSources.lookups,
    knownByReference: dataSources.known,
    digest: digestOf(document),
  };
}

function parseDocument(text: string, file: string): ConfigurationDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('configuration_unreadable', { detail: `${file} is no JSON.`, hint: 'tilldela synth' });
  }
  const result = configurationDocument.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return fail('configuration_unreadable', {
    detail: `${file} is not what this version synthesizes.\n${issues.join('\n')}`,
    hint: 'tilldela synth',
  });
}

function unknownKeys(document: ConfigurationDocument, customer: string, file: string): Diagnostic[] {
  return Object.keys(document)
    .filter((key) => !understoodKeys.has(key))
    .map((key) =>
      diagnostic('unsupported_configuration', {
        customer,
        detail: `${file} has "${key}" at its top, which the embedded engine does not plan.`,
      }),
    );
}

/**
 * Left out of the digest: where things were written, names of assignments (they follow from the owner and the natural key, or from
 * the lock file), and what concerns Terraform's own working only.
 */
function digestOf({ '//': { tilldela }, data = {}, resource = {} }: ConfigurationDocument): string {
  const declaration = {
    ...tilldela,
    grants: eachValue(tilldela.grants, (grant) => without(grant, 'source')),
    resources: eachValue(tilldela.resources, (resource) => without(resource, 'source')),
    exceptions: tilldela.exceptions.map((exception) => without(exception, 'source')),
  };
  const content = {
    declaration,
    data: eachValue(data, (named) => eachValue(named, (block) => without(block, '//'))),
    resource: Object.fromEntries(
      Object.entries(resource).map(([type, named]) => {
        const computed = roleAssignmentTypes.some((known) => known === type) ? ['name'] : [];
        return [type, eachValue(named, (block) => without(block, '//', ...computed))];
      }),
    ),
  };
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(content)))
    .digest('hex');
}

function eachValue<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function without(value: object, ...keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
