/* What planning does while something is not known, each rule broken on purpose in one place as in mutations.js. */
module.exports = [
  {
    rule: 'nothing is granted to an id that the directory does not have',
    file: 'src/plan/declared-principals.ts',
    search: 'if (!stands) refused.add(grant.address);',
    replace: '',
    tests: ['test/plan/declared-principals.test.ts'],
  },
  {
    rule: 'what may be activated is not removed where schedules could not be read',
    file: 'src/plan/held-back.ts',
    search: 'if (!isOurs && mayEndByItself(assignment, actual)) {',
    replace: 'if (isOurs && mayEndByItself(assignment, actual)) {',
    tests: ['test/plan/decision-table.test.ts'],
  },
  {
    rule: 'custom roles stay while nothing may be removed',
    file: 'src/plan/plan-role-definitions.ts',
    search: 'if (doubt !== undefined)',
    replace: 'if (doubt === "")',
    tests: ['test/plan/custom-roles.test.ts'],
  },
];
