import type { AuthenticationError } from '../azure';

/** What whoever signs in does about it; undefined on the emulator, where nobody has to set anything up. */
export function signInAdvice({ cloud, tenantId, login, message }: AuthenticationError): string | undefined {
  if (isStranger(message)) {
    return `Over AOBO it takes delegated admin by which a group of yours has an Entra role in that tenant:\n\ntilldela relationship status ${tenantId}`;
  }
  if (cloud === 'emulator') return undefined;
  const isKnown = `See that tenant ${tenantId} knows the application`;
  switch (login) {
    case 'client-secret':
      return `${isKnown}, and that client id and secret are right and not expired.`;
    case 'certificate':
      return `${isKnown}, and that it has the certificate, which must not be expired.`;
    case 'workload-identity':
    case 'federated-token':
      return `${isKnown}, and that it trusts issuer, subject and audience of the token.`;
    case 'github-actions':
      return `${isKnown}, and that it trusts the subject of this job, which needs \`permissions: id-token: write\`.`;
    case 'device-code':
      return 'Run the command again, and sign in with the new code.';
    case 'default':
      return 'Give this machine its managed identity, or have AZURE_TOKEN_CREDENTIALS name what signs in here.';
    case 'azure-cli':
      return `az login --tenant ${tenantId}`;
  }
}

/** AADSTS50020: who signed in has no place in the tenant. */
export function isStranger(message: string): boolean {
  return /AADSTS50020\b/.test(message);
}
