/* What the lock file must remember and may forget, as in mutations.js. */
module.exports = [
  {
    rule: 'what the lock knows and is gone is struck out',
    file: 'src/apply/lock-after-apply.ts',
    search: 'gone.push(entry.id)',
    replace: 'void entry',
    tests: ['test/apply/any-step.test.ts'],
  },
  {
    rule: 'the lock keeps what is to be removed until it is gone',
    file: 'src/apply/record-lock.ts',
    search: 'lock.adopted.filter(({ id }) => !adopting.some(',
    replace:
      "lock.adopted.filter(({ id }) => !plan.changes.some((change) => 'before' in change && change.before.id === id) && !adopting.some(",
    tests: ['test/apply/any-step.test.ts'],
  },
  {
    rule: 'a lock entry that contradicts itself is refused',
    file: 'src/apply/lock-file.ts',
    search: 'return sameId && naturalKey(',
    replace: 'return sameId || naturalKey(',
    tests: ['test/apply/lock-file.test.ts'],
  },
];
