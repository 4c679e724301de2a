import { isAzureError, listFederatedCredentials, type FederatedCredential } from '../../azure';
import type { Cloud, Guid } from '../../model';
import { addTrust, type PartnerConnection } from '../../provider';
import { federationLine } from '../../report';
import { waiting, type Attempts, type Step } from './step';

/** Whose tokens the application is to trust. */
export interface Trust {
  readonly issuer: string;
  /** Undefined where any will do. */
  readonly subject: string | undefined;
  readonly audience: string;
}

export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** "Important considerations and restrictions for federated identity credentials", learn.microsoft.com */
export const audiences: Readonly<Record<Cloud, string>> = {
  emulator: 'api://AzureADTokenExchange',
  public: 'api://AzureADTokenExchange',
  usgovernment: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
};

const title = 'Trust in the CI';

/**
 * That the application trusts the CI's tokens. It is registered in the partner's tenant, so that one trust serves all
 * customers. Nothing is made unless a subject was named: who may sign in is never guessed.
 */
export async function trustStep(
  {
    clientId,
    trust,
    isItself,
  }: { readonly clientId: Guid; readonly trust: Trust; readonly isItself: boolean },
  by: { readonly partner: PartnerConnection; readonly mayMake: boolean; readonly attempts: Attempts },
): Promise<Step> {
  const found = await readTrust(by.partner, clientId);
  const { issuer, subject } = trust;
  if (isItself && !found && subject === undefined) {
    const detail =
      'The application signed in. What else it trusts is kept in your own tenant, where it may not look.';
    return { title, standing: 'done', detail };
  }
  const trusted = found?.find((each) => isTrusted(each, trust));
  if (trusted)
    return { title, standing: 'done', detail: `The application trusts ${trusted.subject} of ${issuer}.` };
  const refusal = by.attempts.get(title);
  if (by.attempts.has(title) && refusal === undefined)
    return waiting(title, 'It was added, and is not shown yet: run this again soon.');
  if (found && subject !== undefined && by.mayMake && refusal === undefined) {
    const wanted = credentialFor(subject, trust);
    return {
      title,
      standing: 'to-do',
      detail: `The application trusts ${subject} of ${issuer}, by the federated credential ${wanted.name}.`,
      make: () => addTrust(by.partner, clientId, wanted),
    };
  }
  const why = found
    ? `The application trusts no ${subject ?? 'subject'} of ${issuer}.`
    : 'What the application trusts could not be read, which takes Application.Read.All in your tenant.';
  const named = subject ?? 'repo:ORGANISATION/REPOSITORY:environment:ENVIRONMENT';
  const who = 'Whoever may change the application in your own tenant runs this, once for all customers.';
  return {
    title,
    standing: 'by-others',
    detail: [why, ...(refusal ? [refusal] : []), who].join(' '),
    lines: [federationLine(clientId, credentialFor(named, trust))],
  };
}

function isTrusted(each: FederatedCredential, { issuer, subject, audience }: Trust): boolean {
  const isSubject = subject === undefined || each.subject === subject;
  return isSubject && each.issuer === issuer && each.audiences.includes(audience);
}

/** Undefined where whoever asks may not look. */
async function readTrust(
  { directory }: PartnerConnection,
  clientId: Guid,
): Promise<readonly FederatedCredential[] | undefined> {
  try {
    return await listFederatedCredentials(directory, clientId);
  } catch (error) {
    if (isAzureError(error)) return undefined;
    throw error;
  }
}

/** A name has 3 to 120 letters, digits, dashes and underscores, and begins with one of the first two. */
function credentialFor(subject: string, { issuer, audience }: Trust) {
  const name = `ci-${subject.replace(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 120);
  return { name, issuer, subject, audiences: [audience] };
}
