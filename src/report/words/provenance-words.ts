import type { UnmanagedAccess } from '../../plan';
import { originWords } from './origin-words';

/** Where access comes from that no grant declares: from elsewhere, or from a former declaration of ours. */
export function provenanceWords({ isOurs, origin }: Pick<UnmanagedAccess, 'isOurs' | 'origin'>): string {
  return isOurs ? 'ours, no longer declared' : originWords[origin];
}
