/**
 * What the bearer token policy hands a credential of ours in place of claims, so that it asks for a token anew: claims are
 * the one thing for which the policy leaves out its own cache. They are never sent.
 */
export const anotherToken = 'tilldela: another token';
