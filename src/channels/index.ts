/**
 * The ways a partner gets into a customer's Azure, and the tenant whose token each takes.
 * Says nothing yet of what each may do: that is checked by Azure alone.
 */
export { aobo, inTenant, lighthouse, tokenTenant, type Channel } from './channel';
