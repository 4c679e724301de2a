import path from 'node:path';
import { importedNamesOf, type SourceText } from './read-source';

/** The commands that promise to change nothing in Azure. */
export const readingRuns = [
  'plan',
  'drift',
  'access',
  'adopt',
  'doctor',
  'handoff',
  'show',
  'explain',
  'roles',
  'refresh-roles',
].map((name) => `src/cli/runs/${name}.ts`);

/** All that they may have from the rooms that can write: questions, lock files on this machine, types. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  'src/provider': [
    'createReader',
    'createRelationshipReader',
    'findSubscription',
    'findSubscriptions',
    'findTenantId',
    'reachCustomer',
    'ConnectionOptions',
    'DescribedPrincipals',
    'Reader',
    'RelationshipReader',
    'SignIn',
  ],
  'src/apply': ['customerOfLockFile', 'lockBeforeApply', 'lockFileName', 'readLockFile', 'writeLockFile'],
};

/**
 * What reaches from the reading commands to something that writes: followed through all files of the cli that they
 * import, of which every name from a room that can write is looked at.
 */
export function waysToTheWriter(sources: readonly SourceText[]): string[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const toRead = readingRuns.filter((file) => byFile.has(file));
  const found: string[] = [];
  for (const file of toRead) {
    for (const { specifier, name } of importedNamesOf(byFile.get(file) as SourceText)) {
      if (!specifier.startsWith('.')) continue;
      const target = path.posix.join(path.posix.dirname(file), specifier);
      const room = target.replace(/\/index$/, '');
      if (Object.hasOwn(harmless, room) && !harmless[room]?.includes(name))
        found.push(`${file}: ${name} of ${room}`);
      const next = `${target}.ts`;
      if (target.startsWith('src/cli/') && byFile.has(next) && !toRead.includes(next)) toRead.push(next);
    }
  }
  return found;
}
