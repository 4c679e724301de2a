import type { Declaration } from '../../configuration';
import { DiagnosticError } from '../../diagnostics';
import type { Guid } from '../../model';
import {
  createReader,
  createRelationshipReader,
  findSubscription,
  type Reader,
  type SignIn,
} from '../../provider';
import type { Examination, Finding } from '../../report';
import { loginWords } from '../choose-login';
import { connectionOf } from '../connection-of';
import type { SynthesizedCustomer } from '../synthesis';
import type { Target } from '../target';
import { examineAccess } from './examine-access';
import { examineGroups, examineReseller } from './examine-partner';
import { examineRelationship } from './examine-relationship';
import { found, partnerPerson, waiting } from './findings';
import { homeSignInFinding, signInFindings } from './sign-in-findings';

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
    return { customer, findings: [...findings, waiting('sign-in', 'the cloud to be reached')] };
  }
  const [reads, writes] = await Promise.all([reader.signIn('reads'), reader.signIn('writes')]);
  const delegation = await examineDelegation(declaration, target, asOf);
  const isAgent = delegation.foundations.every(({ outcome }) => outcome === 'ok');
  const access = await examineAccess(declaration, reader, { reads, writes, isAgent });
  // Not everybody may ask for the foundations, and what is reached needs no proof that it can be.
  const isReached = access.every(({ outcome }) => outcome === 'ok');
  findings.push(...signInFindings(reads, writes, declaration));
  findings.push(...delegation.foundations.filter(({ outcome }) => outcome !== 'unknown' || !isReached));
  findings.push(...delegation.relationship);
  findings.push(await examineDirectory(reader, declaration, { reads, writes }), ...access);
  return { customer, findings };
}

interface Delegation {
  /** What AOBO rests on in the partner's own tenant. */
  readonly foundations: readonly Finding[];
  readonly relationship: readonly Finding[];
}

/** What the customer delegated to the partner, where people of the partner act in its tenant or something of it is declared. */
async function examineDelegation(
  declaration: Declaration,
  target: Target,
  asOf: string,
): Promise<Delegation> {
  const { partner, reads, writes, relationship } = declaration;
  const isByPeople = reads === 'aobo' || writes === 'aobo';
  if (!relationship && !isByPeople) return { foundations: [], relationship: [] };
  const home = atHome(target, partner.tenant);
  const relationships = createRelationshipReader(home);
  const examined = await examineRelationship(declaration, relationships, asOf);
  if (!isByPeople) return { foundations: [], relationship: examined.findings };
  const own = { customerTenant: partner.tenant, reads: 'in-tenant', writes: 'in-tenant' } as const;
  const signIn = await createReader({ ...home, ...own }).signIn('reads');
  const foundations = [
    homeSignInFinding(signIn, declaration),
    await examineReseller(signIn, declaration, relationships),
    ...(await examineGroups(signIn, examined.access, declaration, relationships)),
  ];
  return { foundations, relationship: examined.findings };
}

/** With a login of its own: the SDK would hand out what it keeps of a person's sign-in to the customer's tenant. */
function atHome({ environment, secret, login }: Target, partnerTenant: Guid) {
  return { environment, partnerTenant, ...(secret && { secret }), ...(login && { login: { ...login } }) };
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

/** One look-up of an id that need not exist: a directory that answers at all can be read. */
async function examineDirectory(
  reader: Reader,
  { customer, partner, ...declared }: Declaration,
  signIns: Readonly<Record<'reads' | 'writes', SignIn>>,
): Promise<Finding> {
  const link = 'directory';
  const isShut = (['reads', 'writes'] as const).some(
    (use) => declared[use] !== 'lighthouse' && signIns[use].outcome !== 'signed-in',
  );
  if (isShut) return waiting(link);
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
