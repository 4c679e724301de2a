import { byText, compareText, scopeKey } from '../model';
import type { FoundAccess } from './found-access';
import { grantCode, type GrantCode } from './grant-code';
import { bindingOf, call, statement, string } from './layout';
import { leftOutLines, whyLeftOut, type LeftOut } from './left-out';
import { inComment, quoted } from './literals';
import { Names } from './naming';
import { Scopes, type ManagedScopeCode, type ScopeCode } from './scope-code';

/** The statements that declare what was found. */
export interface GrantsText {
  /** Lines, of which those of one scope stand together. */
  readonly text: string;
  /** Functions of the library that they call. */
  readonly calls: readonly string[];
  readonly grants: number;
  readonly leftOut: readonly LeftOut[];
}

/** The names in a file that grants refer to. */
interface Surroundings {
  /** Variable of the stack. */
  readonly stack: string;
  readonly partner: string;
  /** Names that no further variable may have. */
  readonly taken: readonly string[];
}

/** Blanks before the statements of a customer's file. */
const indent = 2;

/** Equal input, in whatever order its lists stand, gives equal text. */
export function grantsText(found: FoundAccess, { stack, partner, taken }: Surroundings): GrantsText {
  const scopes = new Scopes(found, new Names(taken, '_'), new Names([], '-'));
  const { grants, leftOut } = sortOut(found, partner);
  declareAll(scopes, grants);
  const byScope = new Map<string, GrantCode[]>();
  const wordless: LeftOut[] = [];
  for (const grant of grants) {
    const { assignment } = grant;
    const key = scopeKey(assignment.scope);
    if (scopes.declare(assignment.scope)) byScope.set(key, [...(byScope.get(key) ?? []), grant]);
    else wordless.push({ assignment, why: 'no grant can name its scope' });
  }
  const written = [...byScope.values()].flat();
  const left = [...leftOut, ...wordless].sort(byText(({ assignment }) => assignment.id.toLowerCase()));
  const sections = scopes.managed
    .flatMap((managed) => scopes.declaredIn(managed))
    .map((scope) => section(scope, byScope.get(scopeKey(scope.scope)) ?? [], scopes));
  const paragraphs = [
    destructurings(stack, scopes.managed, sections),
    ...sections.map(({ lines }) => lines.join('\n')),
    leftOutLines(left, found)
      .map((line) => `${' '.repeat(indent)}${line}`)
      .join('\n'),
  ];
  return {
    text: paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'),
    calls: [...new Set(written.flatMap(({ calls }) => calls ?? []))].sort(compareText),
    grants: written.length,
    leftOut: left,
  };
}

/** Where Azure lists one scope in several spellings, the one with more small letters stands in the file. */
function declareAll(scopes: Scopes, grants: readonly GrantCode[]): void {
  const spellings = [...new Set(grants.map(({ assignment }) => assignment.scope))];
  const inOrder = spellings.sort(
    (left, right) => compareText(scopeKey(left), scopeKey(right)) || compareText(right, left),
  );
  for (const scope of inOrder) scopes.declare(scope);
}

/** What can be declared, in the order of scopes and of the ids that are wanted; and what cannot. */
function sortOut(
  found: FoundAccess,
  partner: string,
): { readonly grants: readonly GrantCode[]; readonly leftOut: readonly LeftOut[] } {
  const grants: GrantCode[] = [];
  const leftOut: LeftOut[] = [];
  for (const { assignment, origin } of found.assignments) {
    const why = whyLeftOut(origin);
    const code = why === undefined ? grantCode(assignment, found, partner) : { problem: why };
    if ('problem' in code) leftOut.push({ assignment, why: code.problem });
    else grants.push(code);
  }
  const order = ({ assignment, ids }: GrantCode) =>
    [scopeKey(assignment.scope), ids[0], assignment.principalId, assignment.role].join('\n');
  return { grants: grants.sort(byText(order)), leftOut };
}

interface Section {
  readonly lines: readonly string[];
  /** Variables that the lines speak of and do not make. */
  readonly uses: readonly string[];
}

function section(
  { variable, declaration, address }: ScopeCode,
  grants: readonly GrantCode[],
  scopes: Scopes,
): Section {
  const lines = grants.flatMap(({ ids, props, comment }) => {
    const id = scopes.takeId(address, ...ids);
    const grant = statement(call(`${variable}.grant`, string(id), props), indent);
    return comment === undefined ? [grant] : [`${' '.repeat(indent)}// ${inComment(comment)}`, grant];
  });
  if (declaration) return { lines: [declaration.line, ...lines], uses: [declaration.parent] };
  return { lines, uses: lines.length > 0 ? [variable] : [] };
}

/** The variables of subscriptions and management groups, as far as something speaks of them. */
function destructurings(
  stack: string,
  managed: readonly ManagedScopeCode[],
  sections: readonly Section[],
): string {
  const used = new Set(sections.flatMap(({ uses }) => uses));
  return (['subscriptions', 'managementGroups'] as const)
    .flatMap((kind) => {
      const names = managed.filter((each) => each.kind === kind && used.has(each.variable)).map(nameIn);
      return names.length > 0 ? [bindingOf(names, `${stack}.${kind}`, indent)] : [];
    })
    .join('\n');
}

function nameIn({ alias, variable }: ManagedScopeCode): string {
  if (alias === variable) return alias;
  return `${/^[A-Za-z_]\w*$/.test(alias) ? alias : quoted(alias)}: ${variable}`;
}
