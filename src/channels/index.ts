/**
 * The ways a partner gets into a customer's Azure: the tenant whose token each takes, and what can and cannot be done over
 * each by whoever signed in. Pure: what Azure said comes in as data.
 */
export { aobo, inTenant, lighthouse, tokenTenant, type Channel } from './channel';
export { feasibilityOf, type Feasibility, type StandingAt } from './feasibility';
export type { Need } from './need';
export { doubts, menders, reasons, type DoubtCode, type ReasonCode } from './reasons';
export { standingIn, type DenyAssignment, type ReadAccess, type Writer } from './standing-in';
export type { NoToken, ResourceLock } from './standing';
