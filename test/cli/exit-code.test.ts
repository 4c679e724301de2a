import * as fc from 'fast-check';
import { combineExitCodes, exitCodes, type ExitCode } from '../../src/cli/exit-code';
import { codesIn } from './diagnostics';
import { exampleFleet, removeProjects } from './project';

afterAll(removeProjects);

test('over many customers 1 beats 3 beats 4 beats 2 beats 0, in any order', () => {
  const gravest: ExitCode[] = [1, 3, 4, 2, 0];
  expect(Object.values(exitCodes).sort()).toEqual([...gravest].sort());
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...gravest)), (codes) => {
      const expected = Math.min(...codes.map((code) => gravest.indexOf(code)), gravest.length - 1);
      expect(combineExitCodes(codes)).toBe(gravest[expected]);
    }),
  );
});

test.concurrent(
  'with one broken and one drifting customer drift exits 1 and shows the good ones and the drift',
  async () => {
    const project = exampleFleet();
    await project.run('apply', '--all', '--auto-approve', '--summary');
    expect((await project.run('drift')).code).toBe(2); // woodgrove alone

    project.write('stacks/customers/broken.ts', 'export default () => { throw new Error("no"); };\n');
    const { code, stdout, stderr } = await project.run('drift');
    expect([code, codesIn(stderr)]).toEqual([1, ['customer_file_threw']]);
    expect(stdout).toContain('contractor@woodgrove.com');
    expect(stdout).toContain('No drift: contoso, fabrikam, tailspin, wingtip.');
    const planned = await project.run('plan', '--detailed-exitcode', '--summary');
    expect([planned.code, planned.stdout]).toEqual([1, expect.stringContaining('Plan for 5 customers')]);
  },
);
