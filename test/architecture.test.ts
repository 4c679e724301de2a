import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { codes } from '../src/diagnostics';
import { importsOf, readSources, textsOf } from './architecture/read-source';
import { breaches, longFiles, rooms } from './architecture/rules';

const project = path.resolve(__dirname, '..');
const sources = readSources(project, 'src');

describe('the source tree', () => {
  it('keeps to the table of rooms, to purity, and to its size', () => {
    expect(breaches(sources)).toEqual([]);
  });

  it('has no folder in src that is not in the table of rooms', () => {
    const folders = readdirSync(path.join(project, 'src')).filter((name) =>
      statSync(path.join(project, 'src', name)).isDirectory(),
    );
    expect(folders.filter((folder) => !Object.hasOwn(rooms, folder))).toEqual([]);
  });

  it('has an index.ts in every room that another room can import', () => {
    const entered = Object.keys(rooms).filter((room) => !['cli', 'index'].includes(room));
    const made = entered.filter((room) => sources.some(({ file }) => file.startsWith(`src/${room}/`)));
    expect(made.filter((room) => !sources.some(({ file }) => file === `src/${room}/index.ts`))).toEqual([]);
  });

  it('lists no long file that is gone or short again', () => {
    const stillLong = Object.keys(longFiles).filter(
      (file) => readFileSync(path.join(project, file), 'utf8').split('\n').length > 250,
    );
    expect(stillLong).toEqual(Object.keys(longFiles));
  });

  it('is entered by stacks through the package name alone, as by its users', () => {
    const foreign = readSources(project, 'stacks')
      .flatMap(importsOf)
      .filter(({ file, specifier }) => {
        const isInside =
          specifier.startsWith('.') &&
          path.posix.join(path.posix.dirname(file), specifier).startsWith('stacks/');
        return !isInside && !/^(tilldela|cdktf|constructs|@cdktf\/.+)$/.test(specifier);
      });
    expect(foreign).toEqual([]);
  });
});

/** The rules are themselves tried on sources that break them: a rule that cannot fail holds nothing. */
describe('the rules of the source tree', () => {
  it.each([
    [
      'src/plan/a.ts',
      `import { x } from '../provider';`,
      'plan may import channels, resources, model, diagnostics, not provider',
    ],
    ['src/plan/a.ts', `import type { X } from '../apply';`, 'not apply'],
    ['src/plan/a.ts', `export { x } from '../checks';`, 'not checks'],
    ['src/plan/a.ts', `export * from '../azure';`, 'not azure'],
    ['src/plan/a.ts', `const x = await import('../cli');`, 'not cli'],
    ['src/plan/a.ts', `let x: import('../report').X;`, 'not report'],
    ['src/plan/a.ts', `import x = require('../terraform');`, 'not terraform'],
    ['src/plan/plan-file/a.ts', `import { x } from '../../provider';`, 'not provider'],
    ['src/model/a.ts', `import { x } from '../catalogue';`, 'model may import diagnostics, not catalogue'],
    [
      'src/diagnostics/a.ts',
      `import { x } from '../model';`,
      'diagnostics may import no other room, not model',
    ],
    [
      'src/emulator/arm/a.ts',
      `import { x } from '../../diagnostics';`,
      'emulator may import no other room, not diagnostics',
    ],
    ['src/checks/a.ts', `import { x } from '../apply';`, 'not apply'],
    ['src/configuration/a.ts', `import { x } from '../catalogue';`, 'not catalogue'],
    ['src/index.ts', `export { x } from './plan';`, 'not plan'],
    ['src/cli/a.ts', `import { x } from '../plan/plan-changes';`, 'rooms are entered by their index.ts'],
    ['src/cli/a.ts', `import { App } from 'cdktf';`, 'only constructs and stacks name cdktf'],
    ['src/model/a.ts', `import { Construct } from 'constructs';`, 'only constructs and stacks name cdktf'],
    [
      'src/provider/a.ts',
      `import { X } from '@cdktf/provider-azurerm/lib/x';`,
      'only constructs and stacks name cdktf',
    ],
    ['src/model/a.ts', `import { readFileSync } from 'node:fs';`, 'imports no module of node'],
    ['src/azure/a.ts', `import { env } from 'node:process';`, 'only cli knows process'],
    ['src/azure/a.ts', `export const x = process.env['X'];`, 'only cli knows process'],
    ['src/plan/a.ts', `export const x = Date.now();`, 'has no clock and no chance'],
    ['src/checks/a.ts', `export const x = new Date();`, 'has no clock and no chance'],
    ['src/report/a.ts', `export const x = Math.random();`, 'has no clock and no chance'],
    ['src/apply/a.ts', `import { x } from '../../test/plan/arbitraries';`, 'src imports nothing outside src'],
    ['src/rubble/a.ts', `import { x } from '../model';`, 'rubble is no room of the table'],
    ['src/plan/utils/a.ts', `export const x = 1;`, '"utils" says nothing'],
    ['src/plan/a.ts', 'export const x = 1;\n'.repeat(251), '251 lines, more than 250'],
  ])('are broken by %s: %#', (file, text, rule) => {
    expect(breaches([{ file, text }])).toEqual([expect.stringContaining(rule)]);
    expect(breaches([{ file, text }])[0]).toMatch(new RegExp(`^${file}:`));
  });

  it.each([
    [
      'src/plan/a.ts',
      `import { x } from '../model'; import { y } from './b'; import { z } from '../diagnostics';`,
    ],
    ['src/plan/a.ts', `export const x = (asOf: string) => [new Date(asOf), Date.parse(asOf)];`],
    ['src/constructs/a.ts', `import { App } from 'cdktf'; import { Construct } from 'constructs';`],
    ['src/cli/a.ts', `import { x } from '../apply'; export const y = process.argv;`],
    ['src/emulator/running-emulator.ts', `import { pid } from 'node:process';`],
    [
      'src/catalogue/a.ts',
      `export const x = { process: 'Microsoft.Web/process/read' }; export type Y = NodeJS.Process;`,
    ],
    ['src/apply/a.ts', `import { x } from '../resources'; import { y } from 'node:fs';`],
  ])('are kept by %s: %#', (file, text) => {
    expect(breaches([{ file, text }])).toEqual([]);
  });

  it('name the line of the import', () => {
    const text = `// one\n\nimport {\n  x,\n} from '../provider';\n`;
    expect(breaches([{ file: 'src/plan/a.ts', text }])).toEqual([
      expect.stringMatching(/^src\/plan\/a\.ts:3 \.\.\/provider: /),
    ]);
  });
});

describe('the diagnostic codes', () => {
  it('are each given by somebody: a code that nothing gives is a page about nothing', () => {
    const given = new Set(
      sources.filter(({ file }) => !file.startsWith('src/diagnostics/')).flatMap((source) => textsOf(source)),
    );
    expect(Object.keys(codes).filter((code) => !given.has(code))).toEqual([]);
  });
});
