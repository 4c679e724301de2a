/* Rules of what is no role assignment, and of secrets, as those in mutations.js. */
const secrets = ['test/invariants/secrets.test.ts'];
const roles = ['test/plan/custom-roles.test.ts'];
const pim = ['test/plan/pim-assignments.test.ts'];
const delegations = ['test/plan/registrations.test.ts'];

module.exports = [
  // Custom roles, delegations, and what is under Privileged Identity Management.
  {
    rule: 'a custom role stays while somebody has it',
    file: 'src/plan/plan-role-definitions.ts',
    search: 'if (staying.length > 0)',
    replace: 'if (staying.length > 99)',
    tests: roles,
  },
  {
    rule: 'a grant waits for the custom role that it gives',
    file: 'src/plan/plan-changes.ts',
    search: '...awaitRoles(access, roles.changes),',
    replace: '...access,',
    tests: roles,
  },
  {
    rule: 'a delegation is not planned where nothing could be read',
    file: 'src/plan/plan-registrations.ts',
    search: 'if (!found || !kind.isRead(registration.scope)) continue;',
    replace: 'if (!found) continue;',
    tests: delegations,
  },
  {
    rule: 'a delegation is not removed where nothing could be read',
    file: 'src/plan/plan-registrations.ts',
    search: 'if (!kind.isRead(scope)) continue;',
    replace: '',
    tests: delegations,
  },
  {
    rule: 'what is under Privileged Identity Management is not planned where nothing could be read',
    file: 'src/plan/plan-pim-assignments.ts',
    search: '!conflicts.has(address) && isRead(assignment.scope, readings)',
    replace: '!conflicts.has(address)',
    tests: pim,
  },
  {
    rule: 'what Azure ended under Privileged Identity Management is not made again',
    file: 'src/plan/plan-pim-assignments.ts',
    search: "if (standing !== 'declared') return [];",
    replace: '',
    tests: pim,
  },
  {
    rule: 'a schedule request that is sent again and exists has been made',
    file: 'src/azure/pim-assignments.ts',
    search: "error.code === 'RoleAssignmentRequestExists'",
    replace: "error.code === 'Whatever'",
    tests: ['test/provider/pim-assignments.test.ts'],
  },
  {
    rule: 'a change of which the server says that it failed itself may have been made',
    file: 'src/provider/azure-diagnostic.ts',
    search: 'cause.status >= 500',
    replace: 'cause.status >= 600',
    tests: ['test/apply/apply-plan.test.ts'],
  },
  // Invariant 9: no secret is said.
  {
    rule: 'a secret with a quote in it is removed whole',
    file: 'src/azure/without-secrets.ts',
    search: 'isSameQuote && (found.length - 1) % (2 * (escapes + 1)) === escapes',
    replace: 'isSameQuote',
    tests: secrets,
  },
  {
    rule: 'a secret is removed also where it is encoded',
    file: 'src/azure/without-secrets.ts',
    search: 'return cleaned === decoded ? word : cleaned;',
    replace: 'return word;',
    tests: secrets,
  },
  {
    rule: 'the own secret of whoever signs in is removed by what it is',
    file: 'src/azure/errors.ts',
    search: 'causeWithoutSecrets(thrown, secretsOf(login))',
    replace: 'causeWithoutSecrets(thrown, secretsOf(login).slice(99))',
    tests: secrets,
  },
];
