import { existsSync } from 'node:fs';
import path from 'node:path';
import { readSources } from './read-source';
import { readingRuns, waysToTheWriter } from './reading-runs';

const project = path.resolve(__dirname, '..', '..');

describe('plan, drift, access and their like', () => {
  it('have no way to the writer', () => {
    expect(waysToTheWriter(readSources(project, 'src'))).toEqual([]);
  });

  it('are all there', () => {
    expect(readingRuns.filter((file) => !existsSync(path.join(project, file)))).toEqual([]);
  });

  it.each([
    ['at once', [['src/cli/runs/plan.ts', `import { createProvider } from '../../provider';`]]],
    [
      'under another name',
      [['src/cli/runs/drift.ts', `import { createProvider as x } from '../../provider';`]],
    ],
    ['whole', [['src/cli/runs/drift.ts', `import * as x from '../../provider';`]]],
    ['when needed', [['src/cli/runs/access.ts', `const x = await import('../../provider');`]]],
    ['to carry out', [['src/cli/runs/plan.ts', `import { applyPlan } from '../../apply';`]]],
    [
      'through others',
      [
        ['src/cli/runs/access.ts', `import { a } from './fleet';`],
        ['src/cli/runs/fleet.ts', `export { b } from '../b';`],
        ['src/cli/b.ts', `import { applyPlan } from '../apply/index';`],
      ],
    ],
  ])('would be found out if they imported it %s', (_how, files) => {
    const sources = files.map(([file = '', text = '']) => ({ file, text }));
    expect(waysToTheWriter(sources)).toHaveLength(1);
  });

  it('may ask, and read lock files', () => {
    const text = `import { createReader, type Reader } from '../../provider'; import { readLockFile } from '../../apply';`;
    expect(waysToTheWriter([{ file: 'src/cli/runs/plan.ts', text }])).toEqual([]);
  });
});
