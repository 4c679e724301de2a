/**
 * What the engine asks of Azure for one resource type, the role assignment: refresh, resolve, read, create, update,
 * delete. Answers with the model's data or with diagnostics; prints nothing and decides nothing.
 */
export { AssignmentExistsError } from './create-assignment';
export { findSubscription } from './find-subscription';
export type { ConnectionOptions } from './connections';
export { createProvider, type Provider } from './provider';
export { createReader, type Reader } from './reader';
