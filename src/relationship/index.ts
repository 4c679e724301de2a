/**
 * How it stands between partner and customer (GDAP): which relationship counts, when it ends, and where it differs from
 * what is declared. Pure.
 */
export { differencesOf, rolesOf, type RelationshipDifference } from './drift';
export { standingOf, type Standing } from './standing';
