/** Between partner and customer: Partner Center, and what the customer delegated (GDAP). */
export const relationshipCodes = {
  invalid_relationship: {
    severity: 'error',
    summary: 'The declared relationship cannot be requested',
    explanation:
      'A relationship names groups of the partner and roles of Entra ID, lasts from one day to two years, and cannot extend itself with Global Administrator in it:\n\n  relationship: { roles: { "Cloud engineers": ["Directory Readers"] } }\n\nIt stands in the stack of a customer, or for all of them in definePartner.',
  },
  relationship_undeclared: {
    severity: 'error',
    summary: 'Nothing says what the customer is to delegate',
    explanation:
      'Roles are never guessed, and Global Administrator least of all. Declare groups and roles, in definePartner for all customers or in the stack of one:\n\n  relationship: { roles: { "Cloud engineers": ["Directory Readers"] } }',
  },
  partner_unknown: {
    severity: 'error',
    summary: 'It is not known which partner asks',
    explanation:
      'Partner Center is asked in the tenant that definePartner names. The file is partner.ts beside the folder of the customers, and exports what definePartner gives. `tilldela init` makes one.',
  },
  customer_not_found: {
    severity: 'error',
    summary: 'The customer was not found',
    explanation:
      'A customer is named by its file, its domain, the beginning of its name in Partner Center, or the id of its tenant. `tilldela customers` lists those that there are. A tenant that is no customer yet is asked by `tilldela relationship request DOMAIN`.',
  },
  customer_ambiguous: {
    severity: 'error',
    summary: 'Several customers are meant',
    explanation:
      'A domain can be taken over by another tenant, and Partner Center may go on showing it for both; names need not be unique at all. Say the id of the tenant.',
  },
  customer_declared: {
    severity: 'error',
    summary: 'The customer has a file already',
    explanation:
      'A tenant belongs to one customer file. `tilldela adopt CUSTOMER` fills one that grants nothing yet, and subscriptions are added in it by hand.',
  },
  relationship_missing: {
    severity: 'error',
    summary: 'The customer delegated nothing',
    explanation:
      'There is no delegated admin relationship (GDAP) with the customer. Without one, people of the partner cannot sign in to its tenant, even where AdminAgents is Owner of a subscription.\n`tilldela relationship request CUSTOMER` makes the link that the customer is to follow.',
  },
  relationship_pending: {
    severity: 'warning',
    summary: 'The customer has not accepted yet',
    explanation:
      'A Global Administrator of the customer has to follow the link and approve. Azure gives up 90 days after the request. `tilldela relationship watch CUSTOMER` waits and then goes on.',
  },
  relationship_lapsed: {
    severity: 'error',
    summary: 'The request was not accepted within its time',
    explanation:
      'A request that nobody approves ends after 90 days and cannot be revived. Ask the customer, then request again.',
  },
  relationship_declined: {
    severity: 'error',
    summary: 'The customer declined the relationship',
    explanation:
      'It was ended without ever having been active. Talk to the customer before you request it again, perhaps with fewer roles.',
  },
  relationship_expired: {
    severity: 'error',
    summary: 'The relationship has expired',
    explanation:
      'What its groups could do in the tenant of the customer ended with it, and an expired relationship cannot be extended. Request a new one; the customer has to approve it again. With `autoExtend` it does not happen again.',
  },
  relationship_terminated: {
    severity: 'error',
    summary: 'The relationship was terminated',
    explanation:
      'Partner or customer ended it. Role assignments in subscriptions stay where they are and cannot be used by people of the partner. A new relationship has to be requested and approved.',
  },
  relationship_expiring: {
    severity: 'warning',
    summary: 'The relationship ends soon',
    explanation:
      'It does not extend itself. `tilldela relationship extend CUSTOMER` lets Azure move the end by 180 days each time that it comes; the customer need not approve.',
  },
  relationship_refused: {
    severity: 'error',
    summary: 'Azure did not change the relationship',
    explanation:
      'Azure said why. Somebody else may have changed it meanwhile: `tilldela relationship status CUSTOMER` shows how it stands. What was done before is kept, and the command can be run again.',
  },
  global_administrator_delegated: {
    severity: 'warning',
    summary: 'A relationship has Global Administrator',
    explanation:
      'Such a relationship gives away everything and cannot extend itself. It is never requested unless it is declared. `tilldela relationship extend CUSTOMER --drop-global-administrator` gives it up and lets the rest go on.',
  },
  partner_group_unknown: {
    severity: 'error',
    summary: 'A declared group is not in the tenant of the partner',
    explanation:
      'Groups of a relationship are security groups of the partner, not of the customer, by their name or object id. Two of one name must be told apart by their object ids.',
  },
  second_factor_missing: {
    severity: 'error',
    summary: 'Partner Center wants a second factor',
    explanation:
      'People must sign in with multifactor authentication, or every call is refused: tokens of App+User say so in their claim `amr`. Sign out and in again:\n\n  az logout\n  az login --tenant PARTNER\n\nApplications need no second factor, but may not make every call.',
  },
  person_needed: {
    severity: 'error',
    summary: 'Partner Center takes this call from people only',
    explanation:
      'Partner Center wants App+User: the token of a person in AdminAgents who signed in with multifactor authentication. Sign in as one, or do this step in Partner Center (Customers, Request a reseller relationship).',
  },
  partner_rights_missing: {
    severity: 'error',
    summary: 'Whoever runs this may not manage customers',
    explanation:
      'Partner Center and delegated admin relationships are for members of AdminAgents and Global Administrators of the partner. An application needs the permission DelegatedAdminRelationship.ReadWrite.All, and must be registered in Partner Center.',
  },
  consent_missing: {
    severity: 'error',
    summary: 'The application has no consent there',
    explanation:
      'Sign-in was refused since nobody consented to the application in that tenant. In the tenant of the partner, a Global Administrator consents. In that of a customer, the partner can consent for it by Partner Center, with a delegated role that may (Cloud Application Administrator).',
  },
  partner_center_throttled: {
    severity: 'error',
    summary: 'Too much was asked at once',
    explanation:
      'Partner Center and Microsoft Graph bound how much is asked. It was waited for as long as they said, several times. Wait some minutes; look at fewer customers, and leave out --details.',
  },
  watch_timed_out: {
    severity: 'error',
    summary: 'The customer did not accept in time',
    explanation:
      'Nothing was changed, and the link is still good. Watch again, with a longer --timeout where you like.',
  },
  partner_access_declared: {
    severity: 'error',
    summary: 'The access that is to be revoked is declared',
    explanation:
      'What a file declares, the next apply gives again. `tilldela partner-access revoke CUSTOMER` therefore takes only what no file grants to AdminAgents: take the grant out of the file first, and keep both in one pull request.',
  },
  partner_access_awaited: {
    severity: 'error',
    summary: 'Something is to be done before your own access goes',
    explanation:
      'Own access goes last: what the file declares and Azure does not have yet could be made by nobody of yours afterwards. Apply it, or take it out of the file, and revoke then.',
  },
  partner_access_undeclared: {
    severity: 'error',
    summary: 'Nothing declares the access that is to be reinstated',
    explanation:
      'AdminAgents gets what the file of the customer grants it, so that the next plan knows of it:\n\n  production.grant("partner", { to: msp.adminAgents, role: "Owner", because: "AOBO" })\n\nThen `tilldela partner-access reinstate CUSTOMER` gives it, where somebody may, or prints what an Owner of the customer has to run.',
  },
} as const;
