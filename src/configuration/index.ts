/**
 * From a synthesized cdk.tf.json to the desired state, in two steps: reading (needs the text alone) and resolving
 * (needs the answers of the customer's directory and an instant). What cannot be understood is a named error.
 */
export { type Declaration } from './document';
export { readConfiguration, type ConfigurationDraft, type OtherParts } from './read-configuration';
export { declaredGuests, type DeclaredGuest } from './declared-guests';
export { type DirectoryAnswers } from './directory-answers';
export { lookupsOf, resolveConfiguration } from './resolve';
