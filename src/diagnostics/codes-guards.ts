/**
 * What guards say of a plan. Each page tells what the guard protects from, gives an example, and how to get past it:
 * one about the plan is named with --allow, one about a grant is satisfied by the reason in it.
 */
export const guardCodes = {
  last_owner: {
    severity: 'error',
    summary: 'A subscription would lose its last Owner',
    explanation:
      "A subscription without an Owner of its own can be got back only by the customer's Global Administrator, or by nobody. What counts is Owner at the subscription itself, without condition, for a user, service principal or group that is known to exist in the customer's directory; the partner's AdminAgents do not, since that access ends with the relationship. Where the directory could not be read, nobody is known to exist.\n\nExample: lee is the only Owner of contoso's production, and the line is removed from the file.\n\nGrant Owner to somebody who stays, and apply. A subscription that really is to have none:\n\n  tilldela apply contoso --allow last_owner",
  },
  own_access: {
    severity: 'error',
    summary: 'Whoever applies would lose the right to assign roles',
    explanation:
      "A plan may take away the very access it is carried out by: then it stops halfway, and nobody is left to undo it. Who that is comes from the token of the channel in `writes`, and from what Azure says is assigned to its bearer, groups included; over AOBO it is AdminAgents too. Where the groups cannot be read, any group may be one of them.\n\nExample: the pipeline's own Role Based Access Control Administrator is removed from the file that the pipeline applies.\n\nKeep the access, or let somebody else apply. When it is meant, such a change is made after all others:\n\n  tilldela apply contoso --allow own_access",
  },
  partner_credit_lost: {
    severity: 'error',
    summary: 'A scope would no longer be eligible for partner earned credit',
    explanation:
      "Microsoft pays partner earned credit for what a partner has an eligible role on, for the whole day: Owner, Contributor and most roles that operate something, not Reader and its like. The plan takes the last such role of AdminAgents or HelpdeskAgents there. Whether credit was earned is not known: that depends on the offer and on a linked partner id, which no assignment shows. Access by Azure Lighthouse or by a linked user or service principal may keep it.\n\nExample: AdminAgents' Owner of contoso's production is removed, or becomes Reader.\n\nGrant another eligible role first, or, if that is meant:\n\n  tilldela apply contoso --allow partner_credit_lost",
  },
  runner_unknown: {
    severity: 'warning',
    summary: 'It is not known whose access a removal takes',
    explanation:
      'The plan takes the right to assign roles from somebody, and who carries it out could not be found out: there was no token for the channel in `writes`, or it does not say whose it is. A plan that is made by an identity that only reads looks like this; apply asks again, as whoever applies.',
  },
  removal_budget: {
    severity: 'error',
    summary: 'More access of a customer would be removed than is usual',
    explanation:
      'A plan removes up to five assignments of a customer, or a fifth of them if that is more, without a question. More at once is often a mistake in a file that customers share. Grants that end on their declared day do not count.\n\nExample: a profile of eight grants has come out empty.\n\nRead what the plan removes; if all of it is meant:\n\n  tilldela apply contoso --allow removal_budget\n\nOther numbers stand in the context of cdktf.json:\n\n  "tilldela": { "removals": { "perCustomer": { "count": 5, "percent": 20 } } }',
  },
  run_removal_budget: {
    severity: 'error',
    summary: 'More access would be removed in one run than is usual',
    explanation:
      'A run over several customers removes up to twenty assignments, or a tenth of all if that is more, without a question, even when each customer stays within its own budget: one line in a shared profile can take a grant from every customer. Customers of whom nothing is removed are not held up.\n\nExample: a grant is removed from a profile that fifty customers use.\n\nApply to fewer customers, or, if all of it is meant:\n\n  tilldela apply --all --allow run_removal_budget\n\nOther numbers stand in the context of cdktf.json:\n\n  "tilldela": { "removals": { "perRun": { "count": 20, "percent": 10 } } }',
  },
  empty_declaration: {
    severity: 'error',
    summary: 'Nothing is declared where there was access',
    explanation:
      'A customer without a single grant means: take everything away. That is how a file looks whose profile or import has come out empty.\n\nTo stop looking after a customer and leave its access as it is, use `tilldela forget`. When the access really is to go:\n\n  tilldela apply contoso --allow empty_declaration',
  },
  access_broadened: {
    severity: 'error',
    summary: 'A grant in place of another gives more',
    explanation:
      'A grant that takes the place of other access of the same principal, at the same scope or one above or below, gives something that the principal does not have now: another role, a wider scope, a condition that is gone. What conditions let through, what unread roles permit and who is in a group is not known, and what may be broader counts as broader. A custom role that permits more gives more to everybody who has it.\n\nExample: Reader becomes Contributor.\n\nIf that is meant, the grant says why:\n\n  production.grant("web-shop", { to: dana, role: "Contributor", because: "runs the shop from May" })',
  },
  privileged_user: {
    severity: 'error',
    summary: 'A single user would get a role that can change everything',
    explanation:
      'Roles that can give access or change things of every service (Owner, Contributor, User Access Administrator, Role Based Access Control Administrator, and custom roles like them) belong to groups: who is in a group is looked after, and a grant to one person is forgotten when that person moves on.\n\nExample: dana@contoso.com gets Contributor on production.\n\nGrant it to a group, or say in `because` of the grant why it is this person. A grant with `until` needs no reason, unless its role can give access.',
  },
  outside_principal: {
    severity: 'error',
    summary: 'A guest or foreign group would get access',
    explanation:
      'A guest is looked after in another directory, and so is a group of another tenant; when its members change, neither the customer nor you can see it. The groups of your own tenant in `definePartner` are no outsiders. Where the directory could not be read, guests are not recognised.\n\nExample: the user found by an address with #EXT# gets Reader.\n\nIf that is meant, say why in `because` of the grant.',
  },
  grant_expiring: {
    severity: 'warning',
    summary: 'A grant ends soon',
    explanation:
      'The day in `until` is at most thirty days away. The first apply after it removes the access; Azure itself does not end it. If the grant is still needed, set a later day.',
  },
  limit_exceeded: {
    severity: 'error',
    summary: 'There would be more role assignments than Azure allows',
    explanation:
      'Azure allows a fixed number of role assignments in a subscription, resource groups and resources included, and at a management group; no support request raises it. What is beyond it is refused when the apply is halfway.\n\nGrant to groups instead of to each of their members, or higher up instead of to each resource group. To make as many as fit:\n\n  tilldela apply contoso --allow limit_exceeded',
  },
  limit_on_the_way: {
    severity: 'error',
    summary: 'Grants do not fit before removals make room',
    explanation:
      'Grants are made and verified before anything is removed, so that nobody is without access in between. Close to what Azure allows there is no room for both at once: some removals have to come first, and whoever they are about is without that access until the grants are made. The plan takes the fewest, those first that nobody misses, and marks each of them: removed before the grants, to make room.\n\nIf that is meant:\n\n  tilldela apply contoso --allow limit_on_the_way\n\nTerraform always makes grants first (--engine terraform): remove so many in an apply of their own, and make the grants in the next. Or apply as it is: what does not fit is refused by Azure, removals that depend on it are held back, and a second apply makes the rest.',
  },
  limit_near: {
    severity: 'warning',
    summary: 'A limit of Azure is near',
    explanation:
      'There would be nine tenths or more of the role assignments that Azure allows in a subscription or at a management group. The number is fixed; no support request raises it. Grant to groups instead of to each of their members, or higher up instead of to each resource group.',
  },
} as const;
