import { randomNumbers } from '../store/random-numbers';
import type { ActionOf, Fault, FaultKind } from './fault';
import type { RequestSubject } from './request-subject';

/** Faults that go off at one request. */
export interface Fired {
  /** The first of a kind, with the time at which the fault was added. */
  get<K extends FaultKind>(kind: K): { readonly action: ActionOf<K>; readonly since: Date } | undefined;
  all<K extends FaultKind>(kind: K): readonly { readonly action: ActionOf<K>; readonly since: Date }[];
  readonly kinds: readonly FaultKind[];
}

/** The faults in force. The same script, seed and requests give the same faults. */
export interface FaultScript {
  add(faults: readonly Fault[]): void;
  /** @returns how many there were */
  clear(): number;
  fire(subject: RequestSubject): Fired;
  /** Each fault with how many requests it matched and how often it went off. */
  report(): readonly object[];
}

interface Rule {
  readonly fault: Fault;
  readonly since: Date;
  readonly pattern: RegExp | undefined;
  readonly tenant: string | undefined;
  readonly random: () => number;
  matched: number;
  fired: number;
}

/** @param tenantIdOf the lower-case id of a tenant given by id or domain */
export function createFaultScript(options: {
  readonly seed: number;
  readonly now: () => Date;
  readonly tenantIdOf: (idOrDomain: string) => string | undefined;
}): FaultScript {
  let rules: Rule[] = [];
  return {
    add(faults) {
      const added = faults.map((fault, index) => ({
        fault,
        since: options.now(),
        pattern: fault.path === undefined ? undefined : patternOf(fault.path),
        tenant: fault.tenant === undefined ? undefined : (options.tenantIdOf(fault.tenant) ?? fault.tenant),
        // A generator each: what one fault draws does not depend on the others.
        random: randomNumbers(options.seed + (rules.length + index) * 0x9e3779b9),
        matched: 0,
        fired: 0,
      }));
      rules = [...rules, ...added];
    },
    clear() {
      const count = rules.length;
      rules = [];
      return count;
    },
    fire: (subject) => firedOf(rules.filter((rule) => matches(rule, subject) && goesOff(rule))),
    report: () => rules.map(({ fault, matched, fired }) => ({ ...fault, matched, fired })),
  };
}

function firedOf(rules: readonly Rule[]): Fired {
  const all: Fired['all'] = <K extends FaultKind>(kind: K) =>
    rules
      .filter(({ fault }) => fault.action.kind === kind)
      .map(({ fault, since }) => ({ action: fault.action as ActionOf<K>, since }));
  return { all, get: (kind) => all(kind)[0], kinds: rules.map(({ fault }) => fault.action.kind) };
}

function matches({ fault, pattern, tenant }: Rule, subject: RequestSubject): boolean {
  const methods = fault.method === undefined ? undefined : [fault.method].flat();
  return (
    (methods?.some((method) => method.toUpperCase() === subject.method) ?? true) &&
    (pattern?.test(subject.path) ?? true) &&
    (tenant === undefined || tenant === subject.tenant) &&
    (fault.contains === undefined || subject.holds(fault.contains))
  );
}

function goesOff(rule: Rule): boolean {
  const { nth = 1, count = rule.fault.nth === undefined ? Infinity : 1, probability = 1 } = rule.fault;
  rule.matched += 1;
  if (rule.matched < nth || rule.fired >= count) return false;
  if (probability < 1 && rule.random() >= probability) return false;
  rule.fired += 1;
  return true;
}

/** `/subscriptions/**` + `/roleAssignments/*`: `*` is one segment, `**` any number, none included. */
function patternOf(path: string): RegExp {
  const segments = path.split('/').filter((segment) => segment !== '');
  const parts = segments.map((segment) => {
    if (segment === '**') return '(?:/[^/]+)*';
    return `/${segment.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}`;
  });
  return new RegExp(`^${parts.join('') || '/'}$`, 'i');
}
