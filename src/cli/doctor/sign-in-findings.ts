import { menders, tokenTenant } from '../../channels';
import type { Declaration } from '../../configuration';
import type { ChannelKind, Guid } from '../../model';
import type { SignIn } from '../../provider';
import type { Finding } from '../../report';
import { found, partnerPerson, unknown } from './findings';

/** Of both directions; one where they are the same. */
export function signInFindings(reads: SignIn, writes: SignIn, declaration: Declaration): Finding[] {
  const { partner, customer } = declaration;
  const tenants = { partner: partner.tenant, customer: customer.tenant };
  const findingOf = (use: string, channel: ChannelKind, signIn: SignIn): Finding => {
    const place = { channel, tenant: tokenTenant(channel, tenants), customer: customer.id };
    return signInFinding(`sign-in for ${use} (${channel})`, signIn, place);
  };
  return declaration.reads === declaration.writes
    ? [findingOf('reads and writes', declaration.writes, writes)]
    : [findingOf('reads', declaration.reads, reads), findingOf('writes', declaration.writes, writes)];
}

/** In the partner's own tenant, where it is known what the customer delegated. */
export function homeSignInFinding(signIn: SignIn, { partner, customer }: Declaration): Finding {
  const place = { channel: 'in-tenant', tenant: partner.tenant, customer: customer.id } as const;
  return signInFinding('sign-in at home', signIn, place);
}

function signInFinding(link: string, signIn: SignIn, place: Place): Finding {
  const { tenant } = place;
  if (signIn.outcome === 'unanswered') return unknown(link, signIn.diagnostic.detail);
  if (signIn.outcome === 'refused') {
    return { link, outcome: 'missing', ...refusal(signIn, place) };
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

interface Place {
  readonly channel: ChannelKind;
  /** Whose token was asked for. */
  readonly tenant: Guid;
  readonly customer: string;
}

type Refusal = Required<Pick<Finding, 'detail' | 'remedy' | 'mendedBy' | 'next'>>;

interface Meaning {
  readonly code: RegExp;
  readonly is: (place: Place) => Refusal;
}

/**
 * What the commonest refusals mean for a partner.
 * Numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const meanings: readonly Meaning[] = [
  { code: /^50020$/, is: stranger },
  { code: /^(65001|700016|7000229)$/, is: unconsented },
  { code: /^(70021|70025|700211|700212|700213)$/, is: untrusted },
  { code: /^(50074|50076|50079)$/, is: withoutSecondFactor },
];

function refusal({ diagnostic }: Extract<SignIn, { outcome: 'refused' }>, place: Place): Refusal {
  const code = /AADSTS(\d+)/.exec(diagnostic.detail)?.[1];
  const meaning = code === undefined ? undefined : meanings.find((each) => each.code.test(code));
  if (!meaning) {
    return {
      detail: diagnostic.detail.replace(/ Trace ID: .*$/s, ''),
      remedy: 'Sign in to the tenant, or set up workload identity.',
      mendedBy: partnerPerson,
      next: `az login --tenant ${place.tenant}`,
    };
  }
  const { detail, ...rest } = meaning.is(place);
  return { detail: `${detail} (AADSTS${code}).`, ...rest };
}

/** A person whom the tenant does not know. */
function stranger({ channel, tenant, customer }: Place): Refusal {
  const detail = `Who signed in is nobody in tenant ${tenant}`;
  return channel === 'aobo'
    ? {
        detail,
        remedy:
          "Over AOBO it takes an Entra role in the customer's tenant, by GDAP: have the relationship approved, and give its role to your group.",
        mendedBy: `${menders['partner-admin']} and ${menders['customer-global-admin']}`,
        next: `tilldela relationship status ${customer}`,
      }
    : {
        detail,
        remedy: 'Sign in as somebody of that tenant, or have yourself invited there as a guest.',
        mendedBy: partnerPerson,
        next: `az login --tenant ${tenant}`,
      };
}

function unconsented({ tenant, customer }: Place): Refusal {
  return {
    detail: `The application is not known in tenant ${tenant}: nobody consented to it there`,
    remedy: 'Have it consented to; a person of AdminAgents can do that for the customer by Partner Center.',
    mendedBy: `${menders['partner-person']}, or ${menders['customer-global-admin']}`,
    next: `tilldela bootstrap ${customer}`,
  };
}

function untrusted({ customer }: Place): Refusal {
  return {
    detail: 'No federated credential of the application trusts the token that was shown',
    remedy: 'Add one for exactly its issuer and subject.',
    mendedBy: menders['partner-admin'],
    next: `tilldela bootstrap ${customer} --subject SUBJECT`,
  };
}

function withoutSecondFactor({ tenant }: Place): Refusal {
  return {
    detail: `Tenant ${tenant} wants a second factor`,
    remedy: 'Sign in again with multifactor authentication.',
    mendedBy: partnerPerson,
    next: `az login --tenant ${tenant}`,
  };
}
