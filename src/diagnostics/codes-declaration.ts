/** What can be wrong with the declaration itself, found without asking Azure. */
export const declarationCodes = {
  customer_file_threw: {
    severity: 'error',
    summary: 'A customer file could not be run',
    explanation:
      'The file was loaded and threw, or could not be parsed. Other customers are not affected.\nRead the message, mend the line it names, and run `tilldela validate`.',
  },
  no_default_export: {
    severity: 'error',
    summary: 'A customer file has no default export',
    explanation:
      'Each file in the customers folder exports one function as its default export:\n\n  export default (app: App) => {\n    new CustomerStack(app, "contoso", { ... });\n  };\n\nFiles that only hold shared data belong in another folder, such as stacks/profiles.',
  },
  no_customer_stack: {
    severity: 'error',
    summary: 'A customer file declares no customer of its name',
    explanation:
      'The default export must make exactly one CustomerStack whose id is the name of the file: contoso.ts makes `new CustomerStack(app, "contoso", ...)`. Commands, lock files and reports name customers by it.',
  },
  no_customers: {
    severity: 'error',
    summary: 'No customer is declared',
    explanation:
      'The customers folder (stacks/customers, or "customers" in the context of cdktf.json) holds no file.\n`tilldela init` makes an example; `tilldela access --subscription ID` needs no declaration at all.',
  },
  unknown_customer: {
    severity: 'error',
    summary: 'No customer has that name',
    explanation:
      'Names are those of the files in the customers folder. A pattern such as "con*" must match at least one.',
  },
  malformed_role: {
    severity: 'error',
    summary: 'A custom role is not as Azure needs it',
    explanation:
      'A custom role has a name that no built-in role has (512 characters at most), at least one action or data action such as `Microsoft.Compute/virtualMachines/start/action` or `*/read`, and at most one management group among its scopes, where it can have no data actions.',
  },
  malformed_delegation: {
    severity: 'error',
    summary: 'A delegation is not as Azure Lighthouse needs it',
    explanation:
      'A delegation has a name, at least one authorization, and built-in roles without data actions; never Owner. User Access Administrator comes with the roles that it may give to managed identities. A role that is taken up lasts from PT30M to PT8H, in half hours.',
  },
  role_not_assignable: {
    severity: 'error',
    summary: 'A custom role cannot be granted there',
    explanation:
      'A custom role can be granted at and below its scope, and at and below the scopes in `assignableScopes`; in stacks of its own customer only.',
  },
  unknown_role: {
    severity: 'error',
    summary: 'No role has that name',
    explanation:
      'Role names are spelled as Azure shows them. `tilldela roles TEXT` searches the roles that tilldela knows; `tilldela roles refresh CUSTOMER` learns those that a customer has, custom ones included.\nIn an editor the name completes as you type.',
  },
  reason_missing: {
    severity: 'error',
    summary: 'A role that can grant access needs a reason',
    explanation:
      'Owner, User Access Administrator and Role Based Access Control Administrator let their holder give access to others. A grant of one says why in `because`, which stays beside it in review, plan and report. A reason is also needed for each ignore, accept and except entry.',
  },
  malformed_id: {
    severity: 'error',
    summary: 'An id is not a GUID',
    explanation:
      'Tenants, subscriptions, owners and object ids are GUIDs such as 11111111-2222-4333-8444-555555555555. The Azure portal shows them on the overview page of the tenant, subscription, user or group.',
  },
  malformed_scope: {
    severity: 'error',
    summary: 'A scope is not one that Azure has',
    explanation:
      'A scope is a management group, a subscription, a resource group in it, or a single resource. Names of management groups and resource groups are 1 to 90 letters, digits, and _ - . ( ), not ending in a dot. A resource is named by type and name,\n\n  production.resourceGroup("rg").resource("Microsoft.Storage/storageAccounts", "stlogs")\n\nor by its whole id, production.resource("/subscriptions/...").',
  },
  malformed_date: {
    severity: 'error',
    summary: 'A date is not a day of the calendar',
    explanation: 'Dates are written YYYY-MM-DD. The day is included and ends at 24:00 UTC.',
  },
  malformed_principal: {
    severity: 'error',
    summary: 'A principal is named in a way that cannot be looked up',
    explanation:
      'A user is named by user principal name (dana@contoso.com), a group, service principal or managed identity by display name; each also by object id.',
  },
  invalid_name: {
    severity: 'error',
    summary: 'A name cannot become part of an address',
    explanation:
      'Customers, aliases, grants and profile uses are named with letters, digits, _ and -, beginning with a letter or _. The names make up the address of the assignment in plans and in Terraform state, and Terraform allows no others. A resource group whose name has other characters takes an id of its own:\n\n  sandbox.resourceGroup("rg.lab", { id: "rg-lab" })',
  },
  colliding_names: {
    severity: 'error',
    summary: 'Two declarations have the same address',
    explanation:
      'Addresses are made of the names on the way to a grant, joined by _. Two different ways must not give the same address: the Terraform CDK would merge the two assignments into one without a word. Rename one of the two.',
  },
  duplicate_grant: {
    severity: 'error',
    summary: 'Two grants give the same access',
    explanation:
      'Azure keeps one assignment per principal, role and scope; a condition does not tell two of them apart. Remove one of the grants, or leave it out of the profile with `except`.',
  },
  token_in_text: {
    severity: 'error',
    summary: 'A text holds a placeholder of the Terraform CDK',
    explanation:
      'Text with `${TfToken[` would be replaced by the Terraform CDK, possibly by something else than meant. Declared texts are plain; references between resources are made for you.',
  },
  ignore_without_criteria: {
    severity: 'error',
    summary: 'An ignore entry would leave out everything',
    explanation:
      'An entry of `ignore` says what it leaves out: an origin, a subscription alias (on), a principal (to) or a role. All that are given must hold. One without any would hide every deviation of the customer for good.',
  },
  unknown_exception: {
    severity: 'error',
    summary: 'An exception names no grant of the profile',
    explanation: 'The keys of `except` are the names of the grants in the profile that is used.',
  },
  unknown_setting: {
    severity: 'error',
    summary: 'A setting has a value that tilldela does not know',
    explanation:
      'Ownership, channels and origins are each one of a few words. In an editor they complete as you type; `npx tsc --noEmit` finds a misspelled one before any other command does.',
  },
  unknown_alias: {
    severity: 'error',
    summary: 'An alias is not declared',
    explanation: 'Aliases are the keys of `subscriptions` and `managementGroups` of the customer.',
  },
  subscription_in_two_stacks: {
    severity: 'error',
    summary: 'A subscription is declared by two customers or under two aliases',
    explanation:
      'One subscription belongs to one stack. Otherwise each would see the grants of the other as undeclared, and removing one would take away what the other declares.',
  },
  management_group_in_two_stacks: {
    severity: 'error',
    summary: 'A management group is declared by two customers or under two aliases',
    explanation:
      'One management group belongs to one stack. Otherwise each would see the grants of the other as undeclared, and removing one would take away what the other declares.',
  },
  management_group_unreachable: {
    severity: 'error',
    summary: 'Management groups cannot be reached in the way that is declared',
    explanation:
      "Lighthouse delegates subscriptions and resource groups only. Its token is one of the partner's tenant, in which a management group of the same name would be another one. Read with an identity in the customer's tenant, `reads: inTenant()`.",
  },
  malformed_condition: {
    severity: 'error',
    summary: 'A condition is not one that Azure takes',
    explanation:
      "A condition of a role assignment has version 2.0, at most 8 KB, and brackets and quotes in pairs. Azure checks the rest when it is applied.\nThe commonest condition, which roles the holder may give and to whom, need not be written by hand:\n\n  condition: onlyAssign({ roles: ['Reader', 'Backup Operator'], to: ['Group'] })",
  },
  contradicting_lifecycle: {
    severity: 'error',
    summary: 'A grant both ends and may not be removed',
    explanation:
      'A grant with `until` is removed once the day is over; one with `preventDestroy` must never be. Leave one of the two out.',
  },
  foreign_dependency: {
    severity: 'error',
    summary: 'A grant depends on something outside its customer',
    explanation:
      '`dependsOn` takes grants of the same customer. Customers are planned and applied one by one, so nothing can wait for another.',
  },
  exception_review_due: {
    severity: 'warning',
    summary: 'An exception is due for review',
    explanation:
      'An exception never lapses by itself, since that would broaden access silently. Look at it again: remove it, or set a later date in `review`.',
  },
} as const;
