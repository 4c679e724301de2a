import type { ConnectionOptions } from './connections';
import { createProvider, type Provider } from './provider';

/** All that can be asked about a customer. It has no way to change anything: what only reads, uses this. */
export type Reader = Pick<
  Provider,
  | 'refresh'
  | 'resolvePrincipals'
  | 'describePrincipals'
  | 'listRoles'
  | 'signIn'
  | 'writer'
  | 'read'
  | 'readRegistrations'
  | 'readPimAssignments'
>;

export function createReader(options: ConnectionOptions): Reader {
  const provider = createProvider(options);
  return {
    refresh: (...given) => provider.refresh(...given),
    resolvePrincipals: (...given) => provider.resolvePrincipals(...given),
    describePrincipals: (...given) => provider.describePrincipals(...given),
    listRoles: (...given) => provider.listRoles(...given),
    signIn: (...given) => provider.signIn(...given),
    writer: provider.writer,
    read: (...given) => provider.read(...given),
    readRegistrations: (...given) => provider.readRegistrations(...given),
    readPimAssignments: (...given) => provider.readPimAssignments(...given),
  };
}
