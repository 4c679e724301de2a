/*
 * Rules of the engine, each broken on purpose in one place. `search` stands exactly once in `file`; with `replace` in
 * its place one of the `tests` must fail.
 */
const plan = ['test/plan/plan-changes.test.ts'];
const table = ['test/plan/decision-table.test.ts'];
/** Examples, which always notice, beside the properties, which notice by chance. */
const properties = ['test/plan/properties.test.ts', ...plan];
const stale = ['test/plan/stale.test.ts'];
const planFile = ['test/plan/plan-file.test.ts'];
const apply = ['test/apply/apply-plan.test.ts'];
const meanwhile = ['test/apply/meanwhile.test.ts'];
const campaigns = ['test/faults/campaigns.test.ts'];

module.exports = [
  // Invariant 1: equal means nothing to do, and what was applied stays applied.
  {
    rule: 'an assignment of ours is not adopted again',
    file: 'src/plan/plan-grants.ts',
    search: 'const adopting = !isNamedByUs &&',
    replace: 'const adopting = true ||',
    tests: properties,
  },
  {
    rule: 'line ends do not make a condition differ',
    file: 'src/resources/condition.ts',
    search: "return condition.replace(/\\r\\n?/g, '\\n').trim();",
    replace: 'return condition;',
    tests: ['test/resources/role-assignment.test.ts'],
  },
  {
    rule: 'what is created bears a name that proves it ours',
    file: 'src/plan/plan-grants.ts',
    search: "return ownershipOf(asCreated, key, partner, lock).owner === 'ours'",
    replace: 'return asCreated',
    tests: properties,
  },
  {
    rule: 'letter case does not make two accesses differ',
    file: 'src/model/natural-key.ts',
    search: '`.toLowerCase() as NaturalKey',
    replace: '` as NaturalKey',
    tests: ['test/model/natural-key.test.ts'],
    also: { file: 'src/model/scope.ts', search: 'return scope.toLowerCase();', replace: 'return scope;' },
  },
  // Invariant 2: what is not ours to touch.
  {
    rule: 'ignored access is not removed',
    file: 'src/plan/unmanaged.ts',
    search: 'if (ignored) return',
    replace: 'if (ignored && asOf === ignored.because) return',
    tests: properties,
  },
  {
    rule: 'accepted access is not removed',
    file: 'src/plan/unmanaged.ts',
    search: 'if (accepted) {',
    replace: 'if (accepted && asOf === accepted.because) {',
    tests: properties,
  },
  {
    rule: 'an acceptance ends with its day',
    file: 'src/plan/unmanaged.ts',
    search: 'accepts(rule, assignment) && !isOver(rule.until, asOf)',
    replace: 'accepts(rule, assignment)',
    tests: plan,
  },
  {
    rule: 'a grant of another owner is a conflict',
    file: 'src/plan/plan-grants.ts',
    search: "if (owner === 'other-owner') return conflict(grant, existing);",
    replace: '',
    tests: table,
  },
  {
    rule: 'another owner is recognised by its names',
    file: 'src/plan/ownership.ts',
    search: "if (partner.otherOwners.some(isNamedBy)) return 'other-owner';",
    replace: '',
    tests: properties,
  },
  {
    rule: 'inherited access is never ours to remove',
    file: 'src/plan/readings.ts',
    search: 'foundAs(assignment, desired, lock, wasRead && managed.has(holder))',
    replace: 'foundAs(assignment, desired, lock, !wasRead || managed.has(holder))',
    tests: properties,
  },
  {
    rule: 'inherited access is no drift',
    file: 'src/plan/unmanaged.ts',
    search: "origin === 'inherited' || ",
    replace: '',
    tests: plan,
  },
  {
    rule: 'nothing is planned where nothing could be read',
    file: 'src/plan/plan-grants.ts',
    search: '.filter(({ isRead }) => isRead)',
    replace: '',
    tests: properties,
  },
  {
    rule: 'a subscription that could not be read is an error in the plan',
    file: 'src/plan/readings.ts',
    search: "if (reading?.status === 'read') return [];",
    replace: 'if (reading) return [];',
    tests: properties,
  },
  {
    rule: 'an accept entry whose person is unknown stops a plan that could remove the access',
    file: 'src/configuration/resolve.ts',
    search: 'diagnostics: [...new Set([...failures, ...unprotected(draft, answers)])]',
    replace: 'diagnostics: [...new Set([...failures, ...unprotected(draft, answers).slice(99)])]',
    tests: ['test/configuration/resolve.test.ts'],
  },
  // Ownership.
  {
    rule: 'an adopted assignment is proved by id and natural key, not by id alone',
    file: 'src/plan/ownership.ts',
    search: 'adoptionOf(assignment, lock)?.naturalKey === key',
    replace: 'adoptionOf(assignment, lock)',
    tests: plan,
  },
  {
    rule: 'an adopted assignment is proved by id and natural key, not by natural key alone',
    file: 'src/plan/ownership.ts',
    search: 'adoptionOf(assignment, lock)?.naturalKey === key',
    replace: 'lock.adopted.some(({ naturalKey }) => naturalKey === key)',
    tests: plan,
  },
  {
    rule: 'ownership is proved by the natural key, not by a name that somebody has',
    file: 'src/plan/ownership.ts',
    search: 'assignmentName(owner, key) === assignment.name',
    replace: 'assignmentName(owner, key).charAt(14) === assignment.name.charAt(14)',
    tests: plan,
  },
  {
    rule: 'assignments of former owners are ours',
    file: 'src/plan/ownership.ts',
    search: "if (partner.previousOwners.some(isNamedBy)) return 'ours';",
    replace: '',
    tests: table,
  },
  {
    rule: 'a scope that the declaration lost is an error',
    file: 'src/plan/plan-changes.ts',
    search: '...findVanishedScopes(lock, managedScopes(desired)),',
    replace: '',
    tests: plan,
  },
  {
    rule: 'nothing is removed while something that is declared was not understood',
    file: 'src/plan/held-back.ts',
    search: 'return hasErrors(diagnostics ?? [])',
    replace: 'return hasErrors([])',
    tests: ['test/plan/held-back.test.ts'],
  },
  // Invariant 3: the same input gives the same bytes, and the file loses nothing.
  {
    rule: 'undeclared access is listed in a fixed order',
    file: 'src/plan/readings.ts',
    search: 'return [...found, ...seenFromBelow.values()].sort(byText(({ id }) => id));',
    replace: 'return [...found, ...seenFromBelow.values()];',
    tests: properties,
  },
  {
    rule: 'which of several ignore entries is given as the reason does not depend on their order',
    file: 'src/plan/plan-changes.ts',
    search: 'ignore: desired.ignore.toSorted(byContent),',
    replace: 'ignore: desired.ignore,',
    tests: properties,
  },
  {
    rule: 'order does not depend on the language',
    file: 'src/model/compare.ts',
    search: 'return left < right ? -1 : left > right ? 1 : 0;',
    replace: 'return left.localeCompare(right);',
    tests: ['test/model/text.test.ts'],
  },
  {
    rule: 'the plan file keeps the reason of a change',
    file: 'src/plan/plan-file/encode.ts',
    search: '...(because !== undefined && { because }),',
    replace: '',
    tests: planFile,
  },
  {
    rule: 'the plan file keeps what Azure alone knows',
    file: 'src/plan/plan-file/encode.ts',
    search: "...('before' in change && { existing: resourceType(type)?.azureOnly(change.before) }),",
    replace: '',
    tests: properties,
  },
  {
    rule: 'a plan file that was edited is refused',
    file: 'src/plan/plan-file/decode.ts',
    search: 'if (encodePlanFile(plans, version) !== text) {',
    replace: 'if (plans === undefined) {',
    tests: planFile,
  },
  // Invariant 4: nobody is without access in between.
  {
    rule: 'a removal waits for the grants of its principal',
    file: 'src/plan/plan-changes.ts',
    search: 'addDependencies([...grants.changes, ...removals], pim.active)',
    replace: '[...grants.changes, ...removals]',
    tests: properties,
  },
  {
    rule: 'a condition is changed in place',
    file: 'src/plan/plan-grants.ts',
    search:
      "return { ...base, action: 'update', before, after, changed, adopting, reason: 'condition-differs' };",
    replace: "return { ...base, action: 'create', after, reason: 'not-in-azure' };",
    tests: table,
  },
  {
    rule: 'a removal whose grant failed is held back',
    file: 'src/apply/apply-plan.ts',
    search: 'if (missing.length > 0) {',
    replace: 'if (missing.length > 99) {',
    tests: apply,
  },
  {
    rule: 'grants come before removals',
    file: 'src/apply/phases.ts',
    search: '{ create: 2, update: 2, replace: 3, delete: 4 }',
    replace: '{ create: 4, update: 4, replace: 3, delete: 2 }',
    tests: ['test/apply/phases.test.ts'],
  },
  {
    rule: 'what makes room goes before the grants',
    file: 'src/apply/phases.ts',
    search: 'if (change.makesRoomBefore) return 1;',
    replace: '',
    tests: ['test/plan/make-room.test.ts'],
  },
  {
    rule: 'a change counts as done when Azure shows it',
    file: 'src/apply/verify.ts',
    search: 'if (await eventually(timing, isAsPlanned)) return;',
    replace: 'return;',
    tests: apply,
  },
  {
    rule: 'the old assignment of a replacement goes after the new one is there',
    file: 'src/apply/act.ts',
    search: `      await create(step.after);
      await remove(step.before);`,
    replace: `      await remove(step.before);
      await create(step.after);`,
    tests: apply,
  },
  // Invariant 6: an apply may end anywhere.
  {
    rule: 'what is adopted stands in the lock before the first change',
    file: 'src/apply/record-lock.ts',
    search: 'adopted: [...kept, ...adopting],',
    replace: 'adopted: [...kept, ...adopting.slice(99)],',
    tests: apply,
  },
  {
    rule: 'the journal names a change before Azure hears of it',
    file: 'src/apply/apply-plan.ts',
    search: "this.note({ event: 'begin', address, action, assignmentId: id, ...whatChanges(change) });",
    replace: '',
    tests: apply,
  },
  {
    rule: 'what somebody else changed since the plan is left',
    file: 'src/apply/act.ts',
    search: 'if (found !== undefined && !kind.isAsPlanned(found, before))',
    replace: 'if (found !== undefined && !found.id)',
    tests: meanwhile,
  },
  {
    rule: 'after a defect nothing more is begun',
    file: 'src/apply/apply-plan.ts',
    search: 'if (defects.length > 0) return;',
    replace: '',
    tests: apply,
  },
  {
    rule: 'a removal that is under way is waited for',
    file: 'src/apply/create-lasting.ts',
    search: 'if (left > 0) {',
    replace: 'if (left > 1e12) {',
    tests: [...meanwhile, ...campaigns],
  },
  {
    rule: 'a removal that was begun and not ended is looked out for',
    file: 'src/apply/journal.ts',
    search: 'readEntries(text).forEach(note);',
    replace: '',
    tests: [...meanwhile, ...campaigns],
  },
  {
    rule: 'access that exists is adopted only where a plan would',
    file: 'src/apply/find-adoption.ts',
    search: "now.action !== 'no-op' || !now.adopting",
    replace: "(now.action !== 'no-op' && now.action !== 'update') || !now.adopting",
    tests: [...meanwhile, ...campaigns],
  },
  {
    rule: 'what did not last is done again',
    file: 'src/apply/apply-plan.ts',
    search: 'await apply.again(plan);',
    replace: '',
    tests: meanwhile,
  },
  {
    rule: 'what was adopted on the way stands in the lock',
    file: 'src/apply/apply-plan.ts',
    search: 'this.#adopted.set(address, adoption);',
    replace: '',
    tests: meanwhile,
  },
  {
    rule: 'no more is written in a second than Azure allows',
    file: 'src/provider/write-budget.ts',
    search: 'if (bucket.tokens < 0) await wait(',
    replace: 'if (bucket.tokens < -1e9) await wait(',
    tests: meanwhile,
  },
  {
    rule: 'a principal that the directory does not have is not waited for',
    file: 'src/provider/create-assignment.ts',
    search: "if (known !== 'missing')",
    replace: "if (known !== 'missing' || known)",
    tests: ['test/provider/write-assignment.test.ts'],
  },
  {
    rule: 'a scope that could not be read is no empty one, also in the middle of faults',
    file: 'src/provider/read-subscription.ts',
    search: "reading: { status: 'unread', subscriptionId, diagnostic: why }",
    replace: "reading: { status: 'read', subscriptionId, assignments: [] }",
    tests: campaigns,
  },
  {
    rule: 'a lock entry that contradicts itself is refused',
    file: 'src/apply/lock-file.ts',
    search: 'return sameId && naturalKey(',
    replace: 'return sameId || naturalKey(',
    tests: ['test/apply/lock-file.test.ts'],
  },
  {
    rule: 'a declared grant whose assignment is missing is refused, not removed',
    file: 'src/configuration/resource-drafts.ts',
    search: '...findLost(blocks, declaration), ',
    replace: '',
    tests: ['test/configuration/read-configuration.test.ts'],
  },
  // Invariant 8: a reviewed plan is carried out to the letter or not at all.
  {
    rule: 'a plan is stale when its subject moved',
    file: 'src/plan/stale.ts',
    search: 'if (now && fingerprint(now) === fingerprint(change)) return [];',
    replace: 'if (now && now.action === change.action) return [];',
    tests: stale,
  },
  {
    rule: 'a plan of another configuration is refused',
    file: 'src/plan/stale.ts',
    search: 'reviewed.configurationDigest !== recomputed.configurationDigest',
    replace: 'reviewed.customer !== recomputed.customer',
    tests: stale,
  },
  {
    rule: 'an adoption that moved makes a plan stale',
    file: 'src/plan/change.ts',
    search: 'return isActionable(change) || isAdopting(change);',
    replace: 'return isActionable(change);',
    tests: stale,
  },
  {
    rule: 'another principal is another configuration',
    file: 'src/configuration/read-configuration.ts',
    search: "without(block, '//', ...computed)",
    replace: "without(block, '//', 'principal_id', ...computed)",
    tests: ['test/configuration/read-configuration.test.ts'],
  },
  // Time.
  {
    rule: 'the count ends a grant',
    file: 'src/configuration/resolve.ts',
    search: 'evaluate(resource.count, surroundings) === 0',
    replace: "evaluate(resource.count, surroundings) === 'never'",
    tests: ['test/configuration/resolve.test.ts'],
  },
  {
    rule: 'a count that is no end is refused',
    file: 'src/configuration/resource-drafts.ts',
    search: 'if (count !== countUntil(note.until))',
    replace: "if (typeof count === 'number')",
    tests: ['test/configuration/read-configuration.test.ts'],
  },
  {
    rule: 'a day is over at 24:00 UTC and not a second later',
    file: 'src/model/calendar-date.ts',
    search: 'return Date.parse(asOf) >= Date.parse(endOf(date));',
    replace: 'return Date.parse(asOf) > Date.parse(endOf(date));',
    tests: ['test/model/calendar-date.test.ts'],
  },
  ...require('./resource-mutations'),
  ...require('./doubt-mutations'),
  ...require('./guard-mutations'),
];
