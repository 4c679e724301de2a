/* The compiled command in a folder of a scenario, as a partner's repository has it. */
const { mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const repository = path.resolve(__dirname, '..', '..');
const command = path.join(repository, 'dist', 'cli', 'main.js');

/** Makes the folder a project whose stacks come from elsewhere. */
function makeProject(folder) {
  const context = { cloud: 'emulator' };
  writeFileSync(
    path.join(folder, 'cdktf.json'),
    JSON.stringify({ language: 'typescript', app: 'true', context }),
  );
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(repository, path.join(folder, 'node_modules', 'tilldela'));
}

/** Commands in the folder use the emulator of the stage instead of one of their own. */
function shareEmulator({ folder, azure }) {
  mkdirSync(path.join(folder, '.tilldela'));
  symlinkSync(azure, path.join(folder, '.tilldela', 'emulator'));
}

module.exports = { repository, command, makeProject, shareEmulator };
