/*
 * Do the tests notice when a rule of the engine is broken? Breaks one rule after the other in a copy of the tree and
 * runs the tests that should fail then: `npm run test:mutations`, or with a word of the rules to try: `... -- lock`.
 * Exits with 1 when a broken rule went unnoticed, with 2 when a rule could not be broken.
 */
const { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { tmpdir } = require('node:os');
const path = require('node:path');
const mutations = require('./mutations');

const project = path.resolve(__dirname, '../..');
const word = process.argv[2];
const chosen = mutations.filter(({ rule }) => word === undefined || rule.includes(word));

const copy = mkdtempSync(path.join(tmpdir(), 'tilldela-mutations-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

function fail(message) {
  console.error(message);
  process.exit(2);
}

/** The edits of a mutation, each with the text before and after. */
function editsOf(mutation) {
  return [mutation, mutation.also].filter(Boolean).map(({ file, search, replace }) => {
    const before = readFileSync(path.join(copy, file), 'utf8');
    const times = before.split(search).length - 1;
    if (times !== 1) fail(`"${mutation.rule}": found ${times} times instead of once in ${file}:\n${search}`);
    return { file, before, after: before.replace(search, () => replace) };
  });
}

/** What jest makes of the tests: their outcome, and whether they could run at all. */
function runTests(tests) {
  const jest = path.join(project, 'node_modules/jest/bin/jest.js');
  const result = path.join(copy, 'result.json');
  const options = [
    '--silent',
    '--cacheDirectory',
    path.join(copy, '.jest'),
    '--json',
    '--outputFile',
    result,
  ];
  const run = spawnSync(process.execPath, [jest, ...options, '--runTestsByPath', ...tests], {
    cwd: copy,
    encoding: 'utf8',
  });
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(result, 'utf8'),
  );
  return {
    passed: run.status === 0 && numPassedTests > 0,
    failed: numFailedTests,
    broken: numRuntimeErrorTestSuites > 0,
    output: run.stderr,
  };
}

for (const name of ['src', 'test', 'jest.config.js', 'tsconfig.json', 'package.json']) {
  cpSync(path.join(project, name), path.join(copy, name), { recursive: true });
}
symlinkSync(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));

if (chosen.length === 0) fail(`No rule has "${word}" in it.`);
for (const mutation of chosen) editsOf(mutation); // all of them, before anything slow
const unbroken = runTests([...new Set(chosen.flatMap(({ tests }) => tests))]);
if (!unbroken.passed) fail(`The tests fail without any mutation:\n${unbroken.output}`);

let survivors = 0;
for (const mutation of chosen) {
  const edits = editsOf(mutation);
  for (const { file, after } of edits) writeFileSync(path.join(copy, file), after);
  const { passed, failed, broken, output } = runTests(mutation.tests);
  for (const { file, before } of edits) writeFileSync(path.join(copy, file), before);
  if (broken) fail(`"${mutation.rule}": the mutation does not run:\n${output}`);
  if (passed) survivors += 1;
  const verdict = passed ? 'SURVIVED' : 'killed  ';
  console.log(`${verdict}  ${mutation.rule}${passed ? '' : ` (${failed} failed)`}`);
}
console.log(`\n${chosen.length} rules broken, ${survivors} unnoticed`);
process.exit(survivors > 0 ? 1 : 0);
