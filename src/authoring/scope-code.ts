import {
  describeScope,
  isAtOrBelow,
  isResourceGroupName,
  managementGroupScope,
  scopeKey,
  subscriptionScope,
  type Scope,
} from '../model';
import type { FoundAccess } from './found-access';
import { call, object, statement, string, type Code } from './layout';
import { camelCase, kebabCase, type Names } from './naming';

/** A scope as the file speaks of it. */
export interface ScopeCode {
  readonly scope: Scope;
  /** Variable that holds it. */
  readonly variable: string;
  /** The line that makes the variable, and the one that it is made of; none for what the stack makes itself. */
  readonly declaration?: { readonly line: string; readonly parent: string };
  /** Ids on the way from the stack, joined as addresses are. */
  readonly address: string;
}

/** What is declared in the stack's own properties. */
export interface ManagedScopeCode extends ScopeCode {
  readonly kind: 'subscriptions' | 'managementGroups';
  readonly alias: string;
}

/** Blanks before the statements of a customer's file. */
const indent = 2;

/** Words the scopes of one file. */
export class Scopes {
  readonly managed: readonly ManagedScopeCode[];
  readonly #known = new Map<string, ScopeCode>();

  constructor(
    { subscriptions, managementGroups }: FoundAccess,
    private readonly variables: Names,
    /** Of constructs; each is taken once in the stack, so that neither siblings nor addresses collide. */
    private readonly addresses: Names,
  ) {
    this.managed = [
      ...subscriptions.map(({ alias, subscriptionId }) =>
        this.#manage('subscriptions', alias, subscriptionScope(subscriptionId)),
      ),
      ...managementGroups.map(({ alias, managementGroup }) =>
        this.#manage('managementGroups', alias, managementGroupScope(managementGroup)),
      ),
    ];
    for (const each of this.managed) this.#known.set(scopeKey(each.scope), each);
  }

  /** The scope and all that it lies in; undefined where the language has no word for it. */
  declare(scope: Scope): ScopeCode | undefined {
    const known = this.#known.get(scopeKey(scope));
    if (known) return known;
    const described = describeScope(scope);
    if (described?.kind === 'resource-group') {
      const parent = this.declare(subscriptionScope(described.subscriptionId));
      const name = described.resourceGroup;
      if (!parent || !isResourceGroupName(name)) return undefined;
      return this.#add(scope, parent, { callee: 'resourceGroup', values: [name], name, otherwise: 'rg' });
    }
    return described?.kind === 'resource' ? this.#resource(scope) : undefined;
  }

  /** What was declared at and below a managed scope, in that order. */
  declaredIn(managed: ScopeCode): readonly ScopeCode[] {
    return [...this.#known.values()].filter(({ scope }) => isAtOrBelow(scope, managed.scope));
  }

  /** An id that is free in the construct at `address`. */
  takeId(address: string, ...candidates: readonly [string, ...string[]]): string {
    const [first, ...others] = candidates.map((id) => `${address}_${id}`);
    return this.addresses.take(first ?? address, ...others).slice(address.length + 1);
  }

  #manage(kind: ManagedScopeCode['kind'], alias: string, scope: Scope): ManagedScopeCode {
    const otherwise = kind === 'subscriptions' ? 'subscription' : 'managementGroup';
    const isVariable = /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(alias);
    const name = isVariable ? alias : camelCase(alias, otherwise);
    const variable = this.variables.take(
      name,
      `${name}${otherwise.replace(/^./, (letter) => letter.toUpperCase())}`,
    );
    return { kind, alias, scope, variable, address: this.addresses.take(alias) };
  }

  #resource(scope: Scope): ScopeCode | undefined {
    const [, subscription = '', group = '', type = '', path = ''] =
      /^(\/subscriptions\/[^/]+)(\/resourceGroups\/[^/]+)?\/providers\/([^/]+)\/(.+)$/i.exec(scope) ?? [];
    const parts = path.split('/');
    const types = parts.filter((_, index) => index % 2 === 0);
    const names = parts.filter((_, index) => index % 2 === 1);
    const isPlain = group !== '' && isTypeName(type, types) && names.every(isResourceName);
    const parent = this.declare(`${subscription}${isPlain ? group : ''}` as Scope);
    const values = isPlain ? [[type, ...types].join('/'), names.join('/')] : [scope];
    const name = parts.at(-1) ?? '';
    return parent && this.#add(scope, parent, { callee: 'resource', values, name, otherwise: 'resource' });
  }

  #add(scope: Scope, parent: ScopeCode, wording: Wording): ScopeCode {
    const { callee, values, name, otherwise } = wording;
    const isId = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name);
    const id = this.takeId(
      parent.address,
      isId ? name : kebabCase(name, otherwise),
      kebabCase(`${otherwise} ${name}`, otherwise),
    );
    const variable = this.variables.take(
      camelCase(name, otherwise),
      camelCase(`${otherwise} ${name}`, otherwise),
    );
    const options: Code[] = id === name ? [] : [object([['id', string(id)]])];
    const made = call(`${parent.variable}.${callee}`, ...values.map(string), ...options);
    const code = {
      scope,
      variable,
      declaration: { line: statement(made, indent, `const ${variable} = `), parent: parent.variable },
      address: `${parent.address}_${id}`,
    };
    this.#known.set(scopeKey(scope), code);
    return code;
  }
}

interface Wording {
  readonly callee: string;
  readonly values: readonly string[];
  readonly name: string;
  /** What it is called where its name gives no word. */
  readonly otherwise: string;
}

/** As templates write types; a resource that extends another has `providers` among them and goes by its id. */
function isTypeName(namespace: string, types: readonly string[]): boolean {
  const isWord = (part: string) => /^[A-Za-z][\w-]*$/.test(part) && part.toLowerCase() !== 'providers';
  return /^[A-Za-z]\w*(\.\w+)+$/.test(namespace) && types.every(isWord);
}

function isResourceName(name: string): boolean {
  return name.trim() === name && !/[?#%\\<>*&:]/.test(name);
}
