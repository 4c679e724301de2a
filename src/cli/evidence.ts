import type { Answered } from '../azure';
import type { Scope } from '../model';
import type { Proof } from '../report';
import type { Session } from './session';
import type { Target } from './target';

/** A target whose answers are kept, each with the moment at which it came. */
export interface Witnessed {
  readonly target: Target;
  /** Writes of role assignments at the scope, in their order. */
  readonly writesAt: (scope: Scope) => readonly Proof[];
  /** What showed how it is after them, or that it cannot be seen any more. */
  readonly lastLookAt: (scope: Scope) => Proof | undefined;
}

/** The path is in lower case, as Azure's paths are equal in any. */
type Kept = Proof & { readonly path: string };

export function witnessed(target: Target, { now }: Session): Witnessed {
  const kept: Kept[] = [];
  const onAnswer = ({ url, ...answer }: Answered): void => {
    const path = new URL(url).pathname.toLowerCase();
    kept.push({ ...answer, at: now().toISOString(), path });
  };
  const { environment } = target;
  const settings = { ...environment.settings, onAnswer };
  const listOf = (scope: Scope) => `${scope}/providers/microsoft.authorization/roleassignments`.toLowerCase();
  const isWrite = (scope: Scope) => (each: Kept) =>
    each.method !== 'GET' && each.path.startsWith(`${listOf(scope)}/`);
  return {
    target: { ...target, environment: { ...environment, settings } },
    writesAt: (scope) => kept.filter(isWrite(scope)),
    lastLookAt: (scope) => {
      const after = kept.slice(kept.findLastIndex(isWrite(scope)) + 1);
      const looks = after.filter(
        ({ method, path }) => method === 'GET' && path.startsWith(scope.toLowerCase()),
      );
      return looks.findLast(({ path }) => path === listOf(scope)) ?? looks.at(-1);
    },
  };
}
