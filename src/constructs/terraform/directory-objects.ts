import { createHash } from 'node:crypto';
import { DataAzureadGroup } from '@cdktf/provider-azuread/lib/data-azuread-group';
import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import { DataAzureadUser } from '@cdktf/provider-azuread/lib/data-azuread-user';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { lookupKey, lookupName, type DirectoryLookup } from '../../model';
import { escapeTemplate } from '../declared-text';

/** The data sources of a stack: one for each principal that is known by name, made when first asked for. */
export class DirectoryObjects {
  readonly #references = new Map<string, string>();
  readonly #names = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly provider: () => TerraformProvider,
  ) {}

  /** Reference to the object id, such as `data.azuread_user.dana_contoso_com.object_id`. */
  objectIdOf(lookup: DirectoryLookup): string {
    const key = lookupKey(lookup);
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const source = this.#dataSource(lookup, this.#freeName(lookup));
    const reference = `data.${source.terraformResourceType}.${source.friendlyUniqueId}.object_id`;
    this.#references.set(key, reference);
    return reference;
  }

  #dataSource(
    lookup: DirectoryLookup,
    name: string,
  ): DataAzureadUser | DataAzureadGroup | DataAzureadServicePrincipal {
    // The construct's id has a dot, which no name of the user's can have, so that the two never meet.
    const id = `${lookup.type}.${name}`;
    const provider = this.provider();
    const text = escapeTemplate(lookupName(lookup));
    const source = makeDataSource(lookup, this.scope, id, provider, text);
    source.overrideLogicalId(name);
    return source;
  }

  /** The principal's name as far as Terraform allows it, with a digest behind it where two would be the same. */
  #freeName(lookup: DirectoryLookup): string {
    const name = readableName(lookupName(lookup));
    const free =
      name && !this.#names.has(`${lookup.type}.${name}`)
        ? name
        : `${name || 'principal'}_${digest(lookupKey(lookup))}`;
    this.#names.add(`${lookup.type}.${free}`);
    return free;
  }
}

function makeDataSource(
  lookup: DirectoryLookup,
  scope: Construct,
  id: string,
  provider: TerraformProvider,
  text: string,
): DataAzureadUser | DataAzureadGroup | DataAzureadServicePrincipal {
  switch (lookup.type) {
    case 'User':
      return new DataAzureadUser(scope, id, {
        provider,
        ...('mail' in lookup ? { mail: text } : { userPrincipalName: text }),
      });
    case 'Group':
      // Only security groups can be given a role, and other kinds often have the same display name.
      return new DataAzureadGroup(scope, id, { provider, displayName: text, securityEnabled: true });
    case 'ServicePrincipal':
      return new DataAzureadServicePrincipal(scope, id, {
        provider,
        ...('clientId' in lookup ? { clientId: text } : { displayName: text }),
      });
  }
}

/** `Dana@contoso.com` as `dana_contoso_com`; empty where no letter of the alphabet is left. */
function readableName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '') // é as e
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^\d/.test(name) ? `_${name}` : name;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
