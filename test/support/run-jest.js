// Runs jest and ends with one plain line of totals, taken from jest's own JSON result.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-jest-'));
const resultFile = path.join(folder, 'result.json');
const jest = require.resolve('jest/bin/jest');
const run = spawnSync(
  process.execPath,
  [jest, '--json', '--outputFile', resultFile, ...process.argv.slice(2)],
  { stdio: ['inherit', 'ignore', 'inherit'] },
);
let exitCode = run.status ?? 1;
try {
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  for (const suite of result.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) exitCode ||= 1;
    for (const test of suite.assertionResults) {
      if (test.status === 'pending') console.log(`skipped: ${test.fullName}`);
    }
  }
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (exitCode !== 0 && failed === 0) {
    console.log(
      `jest ended with ${exitCode} although no test failed: something went wrong outside them, see above`,
    );
  }
  console.log(`${result.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
} catch (error) {
  console.error(`jest wrote no result: ${error.message}`);
  exitCode ||= 1;
}
rmSync(folder, { recursive: true, force: true });
process.exit(exitCode);
