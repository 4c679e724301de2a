import { tokenTenant } from '../../channels';
import type { Declaration } from '../../configuration';
import { DiagnosticError } from '../../diagnostics';
import { createReader, findSubscription, type Reader, type SignIn } from '../../provider';
import type { Examination, Finding } from '../../report';
import { loginWords } from '../choose-login';
import { connectionOf } from '../connection-of';
import type { SynthesizedCustomer } from '../synthesis';
import type { Target } from '../target';
import { examineAccess } from './examine-access';
import { examineRelationship } from './examine-relationship';
import { found, partnerPerson, unknown } from './findings';

/** Walks the chain from this machine to a change in the customer's Azure, link by link. Reads only. */
export async function examine(
  synthesized: SynthesizedCustomer,
  target: Target,
  asOf: string,
): Promise<Examination> {
  const { customer, draft } = synthesized;
  const { declaration } = draft;
  const reader = createReader(connectionOf(synthesized, target));
  const findings: Finding[] = [found('configuration', `The file of ${customer} is understood.`)];
  findings.push(found('credentials', `Signing in as ${credentialWords(target)}.`));
  const cloud = await examineCloud(declaration, target);
  findings.push(...cloud);
  if (cloud.some(({ outcome }) => outcome === 'unknown')) {
    return { customer, findings: [...findings, unknown('sign-in', 'It waits for the cloud to be reached.')] };
  }
  const [reads, writes] = await Promise.all([reader.signIn('reads'), reader.signIn('writes')]);
  findings.push(signInFinding('reads', reads, declaration), signInFinding('writes', writes, declaration));
  findings.push(...(await examineRelationship(declaration, target, asOf)));
  findings.push(await examineDirectory(reader, declaration));
  findings.push(...(await examineAccess(declaration, reader, writes)));
  return { customer, findings };
}

function credentialWords({ login, secret }: Target): string {
  if (login) return loginWords(login);
  return secret ? 'the application of the emulator' : 'nobody';
}

/** Azure tells the tenant of a subscription to everybody, so that this needs no credentials. */
async function examineCloud(
  { subscriptions, customer }: Declaration,
  { environment }: Target,
): Promise<Finding[]> {
  return Promise.all(
    Object.entries(subscriptions).map(async ([alias, id]): Promise<Finding> => {
      const link = `subscription ${alias}`;
      try {
        const { tenantId } = await findSubscription(environment, id);
        if (tenantId === customer.tenant) return found(link, `${id} is in tenant ${tenantId}, as declared.`);
        return {
          link,
          outcome: 'missing',
          detail: `${id} is declared in tenant ${customer.tenant}, and is in ${tenantId}.`,
          remedy: 'Mend the id or the tenant in the file of the customer.',
          mendedBy: partnerPerson,
        };
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        const [first] = error.diagnostics;
        const isUnreachable = first?.code === 'azure_unreachable';
        return {
          link,
          outcome: isUnreachable ? 'unknown' : 'missing',
          detail: first?.detail ?? 'It could not be found.',
          remedy: isUnreachable
            ? 'Check the network and the proxy of this machine.'
            : 'Check the id and the cloud.',
          mendedBy: partnerPerson,
        };
      }
    }),
  );
}

function signInFinding(use: 'reads' | 'writes', signIn: SignIn, declaration: Declaration): Finding {
  const channel = declaration[use];
  const { partner, customer } = declaration;
  const tenant = tokenTenant(channel, { partner: partner.tenant, customer: customer.tenant });
  const link = `sign-in for ${use} (${channel})`;
  if (signIn.outcome === 'unanswered') return unknown(link, signIn.diagnostic.detail);
  if (signIn.outcome === 'refused') {
    const isStranger = signIn.reason === 'no_entra_role';
    return {
      link,
      outcome: 'missing',
      detail: signIn.diagnostic.detail,
      remedy: isStranger
        ? "Over AOBO it takes an Entra role in the customer's tenant, by GDAP: have the relationship approved, and give its role to your group."
        : (signIn.diagnostic.hint ?? 'Sign in to the tenant, or set up workload identity.'),
      mendedBy: isStranger
        ? "the partner's administrator and the customer's Global Administrator"
        : partnerPerson,
      ...(isStranger && { next: `tilldela relationship status ${customer.id}` }),
    };
  }
  const { name, kind, tenantId } = signIn.subject;
  const who = `${kindWords[kind]} ${name ?? ''}`.trim();
  return tenantId === undefined || tenantId === tenant
    ? found(link, `${who} has a token of tenant ${tenant}.`)
    : {
        link,
        outcome: 'missing',
        detail: `${who} has a token of tenant ${tenantId}, and it takes one of ${tenant}.`,
        remedy: 'Sign in to that tenant.',
        mendedBy: partnerPerson,
        next: `az login --tenant ${tenant}`,
      };
}

const kindWords = { person: 'The person', workload: 'The application', unknown: 'Somebody' } as const;

/** One look-up of an id that need not exist: a directory that answers at all can be read. */
async function examineDirectory(reader: Reader, { customer, partner }: Declaration): Promise<Finding> {
  const link = 'directory';
  const { principals } = await reader.describePrincipals([partner.adminAgents]);
  if (principals.size > 0)
    return found(link, `The directory of ${customer.tenant} answers: names are resolved.`);
  return {
    link,
    outcome: 'missing',
    detail: `The directory of ${customer.tenant} cannot be read, so that names are not resolved and orphans not seen.`,
    remedy: 'Give Directory Readers by GDAP, or Directory.Read.All to the application.',
    mendedBy: "the customer's Global Administrator",
  };
}
